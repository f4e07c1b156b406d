// Makes the bundle the service runs from, exporter/dist, when a source is another than it was made of. Says nothing when none is.
// Whoever calls this has the packages installed: npm start and npm run setup, bench/, tests, and exporter/Dockerfile.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundledName, ownFiles } from '../exporter/src/ownFiles.ts';
import { packagesOnce } from './packagesOnce.ts';

const root = path.resolve(import.meta.dirname, '..');
const sources = path.join(root, 'exporter/src');
const { version, dependencies } = JSON.parse(readFileSync(path.join(root, 'exporter/package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};
/** Packages that are not in the bundle but beside it: those of `dependencies`. All others are in `devDependencies`. */
export const packagesBeside = Object.keys(dependencies);
/** Packages that others use where they are there; here only a tool may have brought them along. */
const neverThere = ['pg-native', 'bufferutil', 'utf-8-validate', 'supports-color'];
export const bundleFolder = path.join(root, 'exporter/dist');

const isCode = (file: string): boolean => file.endsWith('.ts');
const own = Object.values(ownFiles).map((file) => path.join(sources, file));
const threads = own.filter(isCode);
const others = own.filter((file) => !isCode(file) && path.basename(file) !== 'package.json');

/** In the bundle: of what it was made, and its files. */
interface Made {
  of: string;
  files: string[];
}
const madeFile = 'made.json';

function sourcesHash(): string {
  const code = globSync(['exporter/src/**/*.ts', 'contract/**/*.ts'], { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const files = [...code.sort(), ...others, 'exporter/package.json', 'package-lock.json', 'scripts/bundleExporter.ts', 'scripts/packagesOnce.ts'];
  return files.reduce((hash, file) => hash.update(file).update(readFileSync(path.resolve(root, file))), createHash('sha256')).digest('hex');
}

function madeIn(folder: string): Made | undefined {
  const file = path.join(folder, madeFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Made) : undefined;
}

/** zod's words in fifty languages, of which its English ones are taken elsewhere. */
const oneLanguage: Plugin = { name: 'one language', setup: ({ onLoad }) => onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '' })) };

async function makeIn(folder: string, of: string): Promise<Made> {
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(sources, 'cli.ts'), ...threads],
    outdir: folder,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay as they are, and lines short: both are in stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    external: [...packagesBeside, ...neverThere],
    // For packages that are CommonJS.
    banner: { js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);" },
    // Licences, beside the code they are of: what is not in it takes no memory.
    legalComments: 'external',
    plugins: [packagesOnce(root), oneLanguage],
    logLevel: 'warning',
  });
  others.forEach((file) => copyFileSync(file, path.join(folder, bundledName(file))));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', version }));
  const made = { of, files: readdirSync(folder) };
  writeFileSync(path.join(folder, madeFile), JSON.stringify(made));
  return made;
}

/**
 * File by file, what names others last: two that do this at once do not disturb each other. Parts have the hash of what is in them
 * in their names, and those of the bundle before stay, for a service that still runs from it and loads them late.
 */
function moveInto(folder: string, from: string, { files }: Made, former: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const isPart = (file: string): boolean => /-[A-Z0-9]{8}\.js$/.test(file);
  for (const file of [...files.filter(isPart), ...files.filter((one) => !isPart(one)), madeFile]) {
    renameSync(path.join(from, file), path.join(folder, file));
  }
  const kept = new Set([...files, ...former, madeFile]);
  readdirSync(folder).filter((file) => !kept.has(file)).forEach((file) => rmSync(path.join(folder, file), { recursive: true }));
}

/** Makes the bundle in the folder, unless it is there and made of these sources. */
export async function bundleExporter(folder = bundleFolder): Promise<void> {
  const of = sourcesHash();
  const former = madeIn(folder);
  if (former?.of === of && former.files.every((file) => existsSync(path.join(folder, file)))) {
    return;
  }
  const from = `${folder}.${process.pid}`;
  try {
    moveInto(folder, from, await makeIn(from, of), former?.files ?? []);
  } finally {
    rmSync(from, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  await bundleExporter();
}
