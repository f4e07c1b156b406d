// What exporter/Dockerfile puts into the image: node scripts/exporterImage.ts FOLDER
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleExporter, packagesBeside } from './bundleExporter.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Locked {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
const { packages: locked } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

/** Where a package that one in `from` asks for lies, by the rules of Node: in it, or in a folder above it. */
function placeOf(name: string, from: string): string | undefined {
  const place = path.posix.join(from, 'node_modules', name);
  return place in locked ? place : from === '' ? undefined : placeOf(name, from.replace(/(^|\/)(node_modules\/)?(@[^/]+\/)?[^/]+$/, ''));
}

/** The packages beside the bundle and all that they need, as far as they are for this machine: folders below the root. */
function placesBeside(names: readonly string[], from: string, found = new Set<string>()): Set<string> {
  for (const place of names.flatMap((name) => placeOf(name, from) ?? [])) {
    if (!found.has(place) && existsSync(path.join(root, place))) {
      const { dependencies, optionalDependencies } = locked[place] as Locked;
      placesBeside(Object.keys({ ...dependencies, ...optionalDependencies }), place, found.add(place));
    }
  }
  return found;
}

/** The bundle and the packages beside it, in a folder that needs nothing else of the repository. */
export async function exporterImage(folder: string): Promise<void> {
  await bundleExporter(path.join(folder, 'exporter/dist'));
  for (const place of placesBeside(packagesBeside, 'exporter')) {
    cpSync(path.join(root, place), path.join(folder, place), { recursive: true });
  }
}

if (import.meta.main) {
  await exporterImage(path.resolve(process.argv[2] as string));
}
