import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');

interface Instruction {
  name: string;
  text: string;
}

/** Instructions of a Dockerfile: comments are left out, lines that go on are joined. */
const instructionsOf = (file: string): Instruction[] =>
  readFileSync(file, 'utf8')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ name: line.trim().split(/\s+/, 1)[0] ?? '', text: line.trim().replace(/^\S+\s+/, '') }));

const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
const files: Array<[file: string, context: string]> = [
  ['exporter/Dockerfile', '.'],
  ['deploy/demo/plugin.Dockerfile', '.'],
  ['deploy/demo/server.Dockerfile', 'deploy/demo'],
  ['deploy/demo/busybox.Dockerfile', 'deploy/demo'],
];

describe.each(files)('%s', (file, context) => {
  const all = instructionsOf(path.join(root, file));
  const of = (name: string) => all.filter((one) => one.name === name).map(({ text }) => text);

  it('has only instructions that Docker knows, and begins with one image', () => {
    expect(all.filter(({ name }) => !known.includes(name))).toEqual([]);
    expect(all[0]?.name).toBe('FROM');
  });

  it('pins its images to a version', () => {
    of('FROM').forEach((image) => expect(image).toMatch(/^[\w./-]+:[\w.-]*\d[\w.-]*( AS \w+)?$/));
  });

  it('copies what is there, and nothing that .dockerignore keeps out', () => {
    const ignored = context === '.' ? readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line !== '') : [];
    for (const text of of('COPY').filter((one) => !one.includes('--from='))) {
      const sources = text.split(/\s+/).filter((one) => !one.startsWith('--')).slice(0, -1);
      for (const source of sources) {
        expect([source, existsSync(path.join(root, context, source))]).toEqual([source, true]);
        expect(ignored).not.toContain(source.replace(/\/$/, ''));
      }
    }
  });

  it('leaves no package lists behind, and asks for nothing that was not named', () => {
    for (const text of of('RUN')) {
      expect(text.includes('apt-get install') ? text : '--no-install-recommends rm -rf /var/lib/apt/lists').toMatch(/--no-install-recommends.*rm -rf \/var\/lib\/apt\/lists/);
      expect(text.includes('apk add') ? text : '--no-cache').toContain('--no-cache');
      expect(text).not.toMatch(/\bsudo\b|curl .*\| *(ba)?sh/);
    }
  });

  it('starts its program without a shell around it', () => {
    [...of('CMD'), ...of('ENTRYPOINT')].forEach((text) => expect(Array.isArray(JSON.parse(text))).toBe(true));
  });
});

it('the exporter does not run as root', () => {
  const users = instructionsOf(path.join(root, 'exporter/Dockerfile')).filter(({ name }) => name === 'USER');
  expect(users.at(-1)?.text).toBe('node');
});
