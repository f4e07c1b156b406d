import { createServer, type AddressInfo, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type Session } from 'ssh2';
import { generateKeyPair } from '../ssh/keyPair.ts';
import { runProcess } from './runProcess.ts';

const { Server, utils } = ssh2;

/** An SSH server inside this process, for a first look without a server at hand. */
export interface EmbeddedServer {
  host: string;
  port: number;
  username: string;
  /** The private key that may log in. */
  privateKey: string;
  /** The host key's public line. */
  hostKey: string;
  close(): Promise<void>;
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Whether a login is the one user with the one key. A request without a signature only asks whether the key would do. */
function allows(context: AuthContext, username: string, key: ParsedKey): boolean {
  return (
    context.method === 'publickey' &&
    context.username === username &&
    context.key.data.equals(key.getPublicSSH()) &&
    (context.signature === undefined ||
      (context.blob !== undefined && key.verify(context.blob, context.signature, context.hashAlgo) === true))
  );
}

function onSession(session: Session, processes: Set<() => void>): void {
  let end = (): void => undefined;
  session.on('signal', (accept) => {
    accept?.();
    end();
  });
  session.on('exec', (accept, _, { command }) => {
    end = runProcess(accept(), command, processes);
  });
}

/**
 * Runs real commands of this machine as the current user, and so speaks with this machine alone: it listens on loopback,
 * drops any other peer, and knows one key, made afresh and kept in memory.
 */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const hostKeys = await generateKeyPair({ type: 'ed25519', comment: 'demo host key' });
  const clientKeys = await generateKeyPair({ type: 'ed25519', comment: 'demo login' });
  const key = utils.parseKey(clientKeys.publicKey);
  if (key instanceof Error) {
    throw key;
  }
  const { username } = userInfo();
  const sockets = new Set<Socket>();
  const processes = new Set<() => void>();

  const ssh = new Server({ hostKeys: [hostKeys.privateKey] }, (client: Connection) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) =>
      allows(context, username, key) ? context.accept() : context.reject(['publickey'])
    );
    client.on('session', (accept) => onSession(accept(), processes));
  });
  const listener = createServer({ noDelay: true }, (socket) => {
    if (!loopback.test(socket.remoteAddress ?? '')) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', resolve);
  });
  const { address, port } = listener.address() as AddressInfo;
  return {
    host: address,
    port,
    username,
    privateKey: clientKeys.privateKey,
    hostKey: hostKeys.publicKey,
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve));
      processes.forEach((end) => end());
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}
