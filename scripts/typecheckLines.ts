// Type-checks what the plugin ships against the packages of the oldest and the newest Grafana line it supports.
// Each line is installed into a folder of its own below the system's temporary folder, and kept there for the next time.
import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The packages that a Grafana brings with it, or whose types follow from those: everything else is as in package.json. */
const lines = {
  oldest: { grafana: '12.3.0', react: '18.3.1', reactTypes: '^18.3.0' },
  newest: { grafana: '13.2.2', react: '19.3.1', reactTypes: '^19.2.0' },
} as const;
const ofGrafana = ['data', 'e2e-selectors', 'i18n', 'runtime', 'schema', 'ui'];
/** What the shipped code imports besides, and the compiler's own. */
const besides = ['@emotion/css', '@grafana/scenes', '@grafana/tsconfig', '@tanstack/react-virtual', '@types/node', 'react-hook-form', 'react-router-dom', 'rxjs', 'typescript', 'zod'];

const root = path.resolve(import.meta.dirname, '..');
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file === path.join(root, 'src', 'test');

const run = (command: string, args: string[], cwd: string) =>
  new Promise<number>((resolve) => spawn(command, args, { cwd, stdio: 'inherit' }).once('exit', (code) => resolve(code ?? 1)));

async function manifestOf({ grafana, react, reactTypes }: (typeof lines)[keyof typeof lines]): Promise<object> {
  const { version, dependencies, devDependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string } & Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const ours = { ...dependencies, ...devDependencies };
  return {
    private: true,
    version,
    dependencies: {
      ...Object.fromEntries(besides.map((name) => [name, ours[name]])),
      ...Object.fromEntries(ofGrafana.map((name) => [`@grafana/${name}`, grafana])),
      react,
      'react-dom': react,
      '@types/react': reactTypes,
      '@types/react-dom': reactTypes,
    },
    // Scenes asks for React 18 still; the types are what is tried here. Grafana 12's own fork of the grid comes from GitHub, which a registry alone can not give.
    overrides: { 'react-data-grid': '7.0.0-beta.46', react, 'react-dom': react, '@types/react': reactTypes, '@types/react-dom': reactTypes },
  };
}

async function check(name: keyof typeof lines): Promise<boolean> {
  const line = lines[name];
  const folder = path.join(os.tmpdir(), 'shellwatch-lines', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(await manifestOf(line)));
  if ((await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'], folder)) !== 0) {
    console.error(`the packages of ${line.grafana} could not be installed`);
    return false;
  }
  for (const part of ['src', 'contract', '.config/types', '.config/tsconfig.json', 'tsconfig.json', 'plugin.json']) {
    await rm(path.join(folder, part), { recursive: true, force: true });
    await cp(path.join(root, part), path.join(folder, part), { recursive: true, verbatimSymlinks: true, filter: (file) => !isTest(file) });
  }
  const passed = (await run(process.execPath, [path.join(folder, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder], folder)) === 0;
  console.log(`Grafana ${line.grafana} with React ${line.react}: ${passed ? 'the types fit' : 'the types do not fit'}`);
  return passed;
}

let failed = false;
for (const name of Object.keys(lines) as Array<keyof typeof lines>) {
  failed = !(await check(name)) || failed;
}
process.exitCode = failed ? 1 : 0;
