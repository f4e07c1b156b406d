import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import ssh2, { type Client } from 'ssh2';
import { until } from '../../test/processes.ts';
import { startEmbeddedServer, type EmbeddedServer } from './embeddedServer.ts';

let server: EmbeddedServer | undefined;
const clients: Client[] = [];
afterEach(async () => {
  clients.splice(0).forEach((client) => client.end());
  await server?.close();
});

function connect({ host, port, username, privateKey }: EmbeddedServer): Promise<Client> {
  const client = new ssh2.Client();
  clients.push(client);
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client)).on('error', reject);
    client.connect({ host, port, username, privateKey });
  });
}

function run(client: Client, command: string, input = ''): Promise<{ stdout: string; code: number | null }> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      let stdout = '';
      let code: number | null = null;
      channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      channel.on('exit', (value: number | null) => (code = value));
      channel.on('close', () => resolve({ stdout, code }));
      channel.end(input);
    })
  );
}

describe('startEmbeddedServer', () => {
  it('runs real commands as the current user', async () => {
    server = await startEmbeddedServer();
    const client = await connect(server);
    await expect(run(client, 'id -un; cat; exit 3', 'from stdin')).resolves.toEqual({
      stdout: `${server.username}\nfrom stdin`,
      code: 3,
    });
  });
  it('lets in its own key alone', async () => {
    server = await startEmbeddedServer();
    const stranger = ssh2.utils.generateKeyPairSync('ed25519').private;
    await expect(connect({ ...server, privateKey: stranger })).rejects.toThrow('authentication');
    await expect(connect({ ...server, username: 'somebody-else' })).rejects.toThrow('authentication');
  });
  it('listens on loopback only', async () => {
    server = await startEmbeddedServer();
    expect(server.host).toBe('127.0.0.1');
  });
  it('ends what runs when the connection ends and when it closes', async () => {
    server = await startEmbeddedServer();
    const client = await connect(server);
    void run(client, 'sleep 86398.5 & sleep 86398.5').catch(() => undefined);
    await run(client, 'true');
    const count = () => execFileSync('sh', ['-c', 'pgrep -fc "^sleep 86398.5" || true'], { encoding: 'utf8' }).trim();
    expect(count()).toBe('2');
    await server.close();
    await until(() => count() === '0', 'all commands to end', 5_000);
  });
});
