import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The most that a module may be, in bytes compressed by gzip. */
export const sizeLimits = { app: 60_000, nested: 250_000 };

export interface BundleSize {
  module: string;
  loaded: string;
  bytes: number;
  limit: number | undefined;
}

const gzipped = async (file: string) => gzipSync(await readFile(file)).length;

/** What a person's browser loads of a built plugin: the app's entry, each nested module, and the parts that pages are cut into. */
export async function bundleSizes(dist: string): Promise<BundleSize[]> {
  const files = (await readdir(dist, { recursive: true })).sort();
  const nested = files.filter((file) => file.endsWith(`${path.sep}module.js`));
  const parts = await Promise.all(files.filter((file) => /^[^/\\]+\.js$/.test(file) && file !== 'module.js').map((file) => gzipped(path.join(dist, file))));
  return [
    { module: '`module.js`', loaded: 'with the app', bytes: await gzipped(path.join(dist, 'module.js')), limit: sizeLimits.app },
    ...(await Promise.all(
      nested.map(async (file) => ({ module: `\`${file}\``, loaded: file.startsWith('datasource') ? 'with a query of the data source' : 'with the panel', bytes: await gzipped(path.join(dist, file)), limit: sizeLimits.nested }))
    )),
    { module: `${parts.length} parts of pages, the largest`, loaded: 'with the first page that needs it', bytes: Math.max(0, ...parts), limit: undefined },
    { module: 'all parts of pages', loaded: 'by who opens every page', bytes: parts.reduce((sum, bytes) => sum + bytes, 0), limit: undefined },
  ];
}

/** As a person reads them: to the kB, as bytes differ with every change of the code. */
export const sizeTable = (sizes: readonly BundleSize[]): string[] => [
  '| module | when it is loaded | kB | limit |',
  '| --- | --- | --- | --- |',
  ...sizes.map(({ module, loaded, bytes, limit }) => `| ${module} | ${loaded} | ${(bytes / 1_000).toFixed(1)} | ${limit === undefined ? '' : limit / 1_000} |`),
];
