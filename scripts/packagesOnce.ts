import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const inPackage = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)(\/.*)$/;

/** Folders of packages below the root → the first folder with the same package in the same version. */
function firstPlaces(root: string): Map<string, string> {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string }> };
  const first = new Map<string, string>();
  const places = Object.entries(packages).map(([place, { version }]) => {
    const what = `${place.replace(/^.*node_modules\//, '')}@${version}`;
    first.set(what, first.get(what) ?? place);
    return [place, first.get(what) as string] as const;
  });
  return new Map(places);
}

/** Takes a package that npm has put at several places in the same version from one of them. express alone has the list of media types four times. */
export const packagesOnce = (root: string): Plugin => ({
  name: 'packages once',
  setup(build) {
    const places = firstPlaces(root);
    build.onResolve({ filter: /^[^./]/ }, async ({ path: wanted, pluginData, importer, kind, namespace, resolveDir }) => {
      if (pluginData === 'asked' || kind === 'entry-point') {
        return undefined;
      }
      const found = await build.resolve(wanted, { importer, kind, namespace, resolveDir, pluginData: 'asked' });
      const [, place = '', file = ''] = inPackage.exec(path.relative(root, found.path)) ?? [];
      const first = places.get(place);
      // What is not found, esbuild itself judges: in a try it may be missing.
      return first === undefined || found.external || found.errors.length > 0 ? undefined : { ...found, path: path.join(root, first + file) };
    });
  },
});
