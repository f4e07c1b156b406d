import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { sizeLimits } from './bundleSizes.ts';

interface Manifest {
  id: string;
  type: string;
  name: string;
  info: { version: string; updated: string; description: string; author: { name: string }; keywords?: string[]; logos: { small: string; large: string }; screenshots?: Array<{ path: string }> };
  dependencies: { grafanaDependency: string };
  includes?: Array<{ type: string; path?: string; name: string }>;
}

/** What must not be in a plugin's code: it belongs to Grafana's own page, or reaches around it. */
const forbidden: Array<[pattern: RegExp, words: string]> = [
  [/\bwindow\.grafanaBootData\b/, 'reads window.grafanaBootData instead of config.bootData'],
  [/\bdocument\.write\(/, 'writes into the document'],
  [/\b(alert|confirm|prompt)\(["'`]/, 'asks by a dialog of the browser'],
];

/** Links and pictures that only the repository has: Grafana and its catalogue show the README without the files around it. */
const localLinks = (markdown: string) => [...markdown.matchAll(/\]\(([^)\s]+)|\b(?:src|srcset|href)="([^"]+)"/g)].map(([, link = '', attribute = '']) => link || attribute).filter((link) => !/^(https:|#)/.test(link));

const exists = (file: string) => stat(file).then(() => true, () => false);
const json = async <T>(file: string) => JSON.parse(await readFile(file, 'utf8')) as T;

/** The rules that Grafana's catalogue has for a published plugin, checked on a built one. Returns what breaks them. */
export async function publishedRules(dist: string, root: string): Promise<string[]> {
  const problems: string[] = [];
  const need = (holds: boolean, words: string) => holds || problems.push(words);
  const { version } = await json<{ version: string }>(path.join(root, 'package.json'));
  for (const file of ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE', 'img/logo.svg']) {
    need(await exists(path.join(dist, file)), `${file} is missing`);
  }
  if (problems.length > 0) {
    return problems;
  }
  const changelog = await readFile(path.join(dist, 'CHANGELOG.md'), 'utf8');
  need(changelog.includes(`## ${version}`), `CHANGELOG.md has no entry for ${version}`);
  const readme = await readFile(path.join(dist, 'README.md'), 'utf8');
  problems.push(...localLinks(readme).map((link) => `README.md leads to ${link}, which is not in the plugin`));
  const app = await json<Manifest>(path.join(dist, 'plugin.json'));
  need(/^[a-z0-9]+-[a-z0-9]+-app$/.test(app.id), `${app.id} is not organisation-name-app`);
  need((app.info.screenshots ?? []).length > 0, 'plugin.json shows no screenshot');
  const nested = (app.includes ?? []).filter(({ type }) => type === 'datasource' || type === 'panel').map(({ path: where = '' }) => where);
  for (const where of ['plugin.json', ...nested]) {
    problems.push(...(await manifestProblems(dist, where, version)));
  }
  for (const include of app.includes ?? []) {
    need(include.type === 'page' ? include.path?.startsWith(`/a/${app.id}/`) === true : await exists(path.join(dist, include.path ?? '')), `${include.type} “${include.name}” includes ${include.path}, which is not there`);
  }
  for (const file of (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js'))) {
    const code = await readFile(path.join(dist, file), 'utf8');
    forbidden.filter(([pattern]) => pattern.test(code)).forEach(([, words]) => problems.push(`${file} ${words}`));
    need(await exists(path.join(dist, `${file}.map`)), `${file} has no source map`);
  }
  return problems;
}

async function manifestProblems(dist: string, where: string, version: string): Promise<string[]> {
  const file = path.join(dist, where);
  if (!(await exists(file))) {
    return [`${where} is missing`];
  }
  const { info, dependencies, id, type } = await json<Manifest>(file);
  const folder = path.dirname(file);
  const found = [
    info.version === version ? '' : `is ${info.version}, package.json ${version}`,
    /^\d{4}-\d{2}-\d{2}$/.test(info.updated) ? '' : 'has no date',
    info.description.length > 10 ? '' : 'has no description',
    info.author.name === '' ? 'has no author' : '',
    /^>=\d+\.\d+\.\d+/.test(dependencies.grafanaDependency) ? '' : 'names no Grafana version',
    id.endsWith(`-${type}`) ? '' : `is a ${type}, but its id does not say so`,
  ];
  for (const asset of [info.logos.small, info.logos.large, ...(info.screenshots ?? []).map(({ path: shot }) => shot)]) {
    found.push((await exists(path.join(folder, asset))) ? '' : `names ${asset}, which is not there`);
  }
  const size = gzipSync(await readFile(path.join(folder, 'module.js'))).length;
  const limit = where === 'plugin.json' ? sizeLimits.app : sizeLimits.nested;
  found.push(size <= limit ? '' : `has a module of ${size} bytes compressed; ${limit} are the most`);
  return found.filter((words) => words !== '').map((words) => `${where} ${words}`);
}
