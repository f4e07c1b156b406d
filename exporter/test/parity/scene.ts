import { execFileSync, spawn } from 'node:child_process';
import { freePort } from '../freePort.ts';
import { nodeExporterFlags, nodeExporterProgram } from '../nodeExporterProgram.ts';
import { havePrometheus, startPrometheus, type TestPrometheus } from '../prometheus.ts';
import { startTestService, type TestService } from '../service.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { canMakeUsers, createSystemUser } from '../systemUser.ts';
import { recordingRules } from './queries.ts';

/** What is missing on this machine for a comparison; undefined when nothing is. */
export const missing =
  nodeExporterProgram === undefined
    ? 'node_exporter'
    : !haveSshd
      ? 'sshd'
      : !havePrometheus
        ? 'prometheus'
        : !canMakeUsers
          ? 'the right to make users'
          : undefined;

const flags = [...nodeExporterFlags, '--collector.systemd', '--log.level=error'];

export interface Scene {
  prometheus: TestPrometheus;
  /** Versions of what is compared. */
  versions: { nodeExporter: string; prometheus: string };
  stop(): Promise<void>;
}

/**
 * One machine seen by a real Prometheus twice: through node_exporter (job `theirs`) and through Shellwatch over a real sshd
 * (job `ours`), both as one ordinary user, both under the instance `here`.
 */
export async function startScene(): Promise<Scene> {
  const ends: Array<() => unknown> = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const user = createSystemUser('/bin/bash');
    ends.push(() => user.remove());
    const id = (flag: string) => Number(execFileSync('id', [flag, user.name], { encoding: 'utf8' }));
    const port = await freePort();
    const theirs = spawn(nodeExporterProgram ?? '', [`--web.listen-address=127.0.0.1:${port}`, ...flags], {
      stdio: 'ignore',
      uid: id('-u'),
      gid: id('-g'),
    });
    ends.push(() => theirs.kill('SIGKILL'));
    const sshd: Sshd = await startSshd({ user: user.name, logLevel: 'ERROR' });
    ends.push(() => sshd.stop());
    const service: TestService = await startTestService({
      SHELLWATCH_POLL_INTERVAL: '2s',
      SHELLWATCH_METRICS_OPEN: 'true',
    });
    ends.push(() => service.stop());
    const { host, port: sshPort, username, credential } = sshd.target();
    const [key] = sshd.hostKeys;
    const server = await service.client.createServer({
      body: {
        name: 'here',
        host,
        port: sshPort,
        username,
        auth: { type: 'key', privateKey: 'privateKey' in credential ? credential.privateKey : '' },
        hostKey: { type: key?.type ?? '', key: key?.key ?? '' },
      },
    });
    await service.reaches(server.id, 'up');
    const target = (address: string) => `static_configs: [{ targets: ['${address}'], labels: { instance: here } }]`;
    const prometheus = await startPrometheus({
      'prometheus.yml': [
        'global: { scrape_interval: 2s, evaluation_interval: 2s }',
        'rule_files: [rules.yml]',
        'scrape_configs:',
        `  - { job_name: theirs, ${target(`127.0.0.1:${port}`)} }`,
        `  - { job_name: ours, metrics_path: /probe, params: { target: [here] }, ${target(service.url.replace('http://', ''))} }`,
        '',
      ].join('\n'),
      'rules.yml': JSON.stringify({ groups: recordingRules() }),
    });
    ends.push(() => prometheus.stop());
    const versionOf = (command: string) =>
      /version ([\d.]+)/.exec(
        execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
      )?.[1] ?? '?';
    return {
      prometheus,
      versions: { nodeExporter: versionOf(nodeExporterProgram ?? ''), prometheus: versionOf('prometheus') },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
