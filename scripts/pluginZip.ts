import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

/** A built plugin laid out as Grafana installs it: one folder with the plugin's id. */
export async function pluginZip(dist: string, id: string): Promise<Buffer> {
  const zip = new JSZip();
  for (const file of await filesBelow(dist)) {
    // One time for all, and no entries of folders, which carry the time of now: the same files make the same zip.
    zip.file(`${id}/${file}`, await readFile(path.join(dist, file)), { date: new Date('2020-01-01T00:00:00Z'), createFolders: false });
  }
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } });
}
