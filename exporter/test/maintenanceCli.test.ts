import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProgram, errorText } from '../src/cli/program.ts';
import { readConfig } from '../src/config.ts';
import { startTestService, type TestService } from './service.ts';

describe('shellwatch maintenance', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
    const auth = { type: 'password', password: 'not used' } as const;
    await service.client.createServer({ body: { name: 'web1', host: '127.77.0.1', port: 1, username: 'x', auth } });
  });
  afterAll(() => service?.stop());

  async function run(...args: string[]): Promise<string> {
    let out = '';
    const shell = { config: readConfig({}), client: service.client, out: (text: string) => void (out += text), error: () => undefined, exitWith: () => undefined, interactive: false, ask: async () => '', stdin: async () => '' };
    try {
      await createProgram(shell, '9.9.9', []).parseAsync(['maintenance', ...args], { from: 'user' });
    } catch (error) {
      return errorText(error) ?? String(error);
    }
    return out;
  }

  it('mutes a server before its planned reboot, for a time, and ends that early', async () => {
    expect(await run('list')).toBe('No maintenance is planned.\n');
    const from = Date.now();
    expect(await run('start', 'web1', '--for', '20m', '--name', 'kernel', '--reason', 'new kernel')).toMatch(/^Nobody is told until \S+: kernel\n$/);
    const [window] = (await service.client.listMaintenance({})).items;
    expect(window).toMatchObject({ name: 'kernel', active: true, reason: 'new kernel' });
    expect(Math.abs(Date.parse(window?.nextTo as string) - from - 20 * 60_000)).toBeLessThan(5_000);
    expect(await run('list')).toMatch(/NAME +NOW +FROM +TO +REASON\nkernel +yes +\S+ +\S+ +new kernel\n/);
    expect(await run('end', 'kernel')).toBe('Ended kernel.\n');
    expect((await service.client.listMaintenance({})).items).toEqual([]);
  });

  it('says what is wrong', async () => {
    expect(await run('start', 'nobody')).toMatch(/^No server is named nobody/);
    expect(await run('end', 'nothing')).toBe('No maintenance window is named nothing.\n');
  });
});
