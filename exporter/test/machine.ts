/**
 * Runs the specs script, with the real shell and its tools, over the /proc and /sys of a machine that is not here.
 * A machine is a text file in `captured/machines`:
 *   === /path     a file, and its text up to the next mark (\0 is a NUL)
 *   --- /path     a file that only root may read
 *   --> /path to  a symbolic link
 *   $ command     what a command that is not among the plain tools prints there
 * Files are laid down first, so links lead to what is there.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SpecsData } from '../../contract/specs.ts';
import { parseOutput } from '../src/fleet/specs/output.ts';
import { parseSpecs } from '../src/fleet/specs/parseSpecs.ts';
import { specsScript } from '../src/fleet/specs/script.ts';

interface Part {
  mark: string;
  path: string;
  target: string;
  text: string;
}

const partsOf = (text: string): Part[] =>
  text
    .split(/^(?==== \/|--- \/|--> \/|\$ )/m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const [mark = '', where = '', target = ''] = part.slice(0, end).split(' ');
      return { mark, path: where, target, text: part.slice(end + 1).replaceAll('\\0', '\0') };
    });

const plainTools = ['sh', 'grep', 'sed', 'tail', 'ls', 'tr', 'wc', 'date', 'uname', 'id', 'cat'];
/** The places that belong to the machine; the tools stay ours. */
const places = /(?<=[\s<])\/(?=(?:sys|proc|etc|run|var|lib|usr\/lib|\.dockerenv)\b)/g;

function layDown(root: string, parts: readonly Part[]): string {
  const tools = path.join(root, 'tools');
  mkdirSync(tools);
  for (const tool of plainTools) {
    symlinkSync(spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim(), path.join(tools, tool));
  }
  for (const { mark, path: where, target, text } of [...parts].sort((a, b) => Number(a.mark === '-->') - Number(b.mark === '-->'))) {
    const place = mark === '$' ? path.join(tools, where) : path.join(root, where);
    mkdirSync(path.dirname(place), { recursive: true });
    if (mark === '-->') {
      symlinkSync(target, place);
    } else if (mark === '$') {
      writeFileSync(`${place}.txt`, text);
      rmSync(place, { force: true });
      writeFileSync(place, `#!/bin/sh\nexec cat '${place}.txt'\n`, { mode: 0o755 });
    } else {
      writeFileSync(place, text, { mode: mark === '---' ? 0 : 0o644 });
    }
  }
  return tools;
}

/** What Shellwatch says of that machine. */
export function specsOfMachine(name: string): SpecsData {
  const root = mkdtempSync(path.join(tmpdir(), 'shellwatch-machine-'));
  try {
    // A login that is not root's reads it, so that what only root may read is refused.
    chmodSync(root, 0o755);
    const tools = layDown(root, partsOf(readFileSync(path.resolve('exporter/test/captured/machines', `${name}.txt`), 'utf8')));
    const script = specsScript.replace(/^(LC_ALL=C; LANGUAGE=;) PATH=\S+/m, `$1 PATH='${tools}'`).replace(places, `${root}/`);
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { stdout, stderr } = spawnSync('/bin/sh', { input: script, encoding: 'utf8', ...user });
    return parseSpecs(parseOutput(stdout.replaceAll(root, ''), stderr.replaceAll(root, '')));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
