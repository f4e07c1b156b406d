/** Runs the shell lines of the docs as a reader would, who puts in the own address, user and folder. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestService } from './service.ts';
import type { Sshd } from './sshd.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const haveDocsTools = ['jq', 'curl', 'bash'].every((tool) => spawnSync(tool, ['--version']).status === 0);

/** The shell blocks of a page, in order. */
export const shellBlocks = (page: string): string[] => [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] as string);

export interface DocsShell {
  run(script: string): Promise<{ code: number | null; out: string; error: string }>;
}

export function createDocsShell(service: TestService, sshd: Sshd): DocsShell {
  return {
    run(script) {
      const { username } = sshd.target();
      const own = script
        .replaceAll('http://127.0.0.1:9850', service.url)
        .replaceAll('data/admin-token', `${service.folder}/admin-token`)
        .replaceAll('/tmp/app.log', `${service.folder}/app.log`)
        .replaceAll('host: "192.0.2.10", username: "monitor"', `host: "${sshd.host}", port: ${sshd.port}, username: "${username}"`)
        .replaceAll('monitor@192.0.2.10', `${username}@${sshd.host}:${sshd.port}`)
        .replace(/alias shellwatch=.*/, `shellwatch() { '${process.execPath}' '${root}/exporter/src/cli.ts' "$@"; }`)
        .replaceAll('npm run -s shellwatch --', 'shellwatch')
        .replace('shellwatch servers accept web1 ', `shellwatch servers accept web1 ${sshd.hostKeys[0]?.fingerprint} `)
        .replace(/^prometheus --config.*$/m, '')
        .replace('> prometheus/token', `> ${service.folder}/token`);
      const env = { PATH: process.env['PATH'], HOME: service.folder, TOKEN: service.adminToken, SHELLWATCH_URL: service.url, SHELLWATCH_DATA_DIR: service.folder };
      const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', own], { cwd: service.folder, env });
      let [out, error] = ['', ''];
      child.stdout.on('data', (text: Buffer) => (out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (error += text.toString()));
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
    },
  };
}
