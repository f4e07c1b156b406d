import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';

const root = path.resolve(import.meta.dirname, '../..');
const names = ['bastion', 'db1', 'tiny1', 'web1'];
const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

/** What the demo stack's setup makes of an empty exporter, by the script itself. */
describe('the setup of the demo stack', () => {
  let service: TestService;
  const demo = mkdtempSync(path.join(tmpdir(), 'shellwatch-demo-'));
  const setup = () => promisify(execFile)(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(root, 'deploy/demo/setup.ts')], { env: { EXPORTER_URL: service.url, DEMO_DIR: demo } });
  const made = async () => {
    const [servers, commands, sources, tokens] = await Promise.all([service.client.listServers({}), service.client.listCommands({}), service.client.listLogSources({}), service.client.listTokens({})]);
    return { servers: servers.items.map(({ name }) => name).sort(), commands: commands.items.map(({ name }) => name), sources: sources.items, tokens: tokens.items.map(({ name }) => name) };
  };

  beforeAll(async () => {
    service = await startTestService();
    mkdirSync(path.join(demo, 'hosts'));
    names.forEach((name) => writeFileSync(path.join(demo, 'hosts', `${name}.pub`), `ssh-ed25519 ${key} ${name}\n`));
    writeFileSync(path.join(demo, 'admin-token'), `${service.adminToken}\n`);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(demo, { recursive: true, force: true });
  });

  it('adds what the example dashboard shows: servers, its command, a log of each server', async () => {
    await setup();
    const all = await made();
    expect(all.servers).toEqual(names);
    const { panels } = JSON.parse(readFileSync(path.join(root, 'provisioning/dashboards/examples/panels.json'), 'utf8')) as { panels: Array<{ type: string; options?: { command?: string } }> };
    const shown = panels.filter(({ type }) => type === 'shellwatch-command-panel').map(({ options }) => options?.command);
    expect(all.commands).toEqual(shown);
    expect(all.sources).toMatchObject([{ name: 'app', path: '/var/log/app.log', selector: { tags: { env: 'demo' } } }]);
    // Each kind of server writes that log.
    for (const script of ['start.sh', 'start-busybox.sh']) {
      expect(readFileSync(path.join(root, 'deploy/demo', script), 'utf8')).toContain('/var/log/app.log');
    }
    expect(readFileSync(path.join(demo, 'grafana-token'), 'utf8')).toMatch(/^shw_/);
  });

  it('changes nothing when it runs again', async () => {
    const before = await made();
    await setup();
    expect(await made()).toEqual(before);
  });
});
