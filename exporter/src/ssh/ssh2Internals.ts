import type { Client, ClientChannel } from 'ssh2';

/**
 * The parts of ssh2 behind its public interface that this room needs, all named here; a change of ssh2 fails in one place.
 * Both are gaps of ssh2 1.17: `signal()` does nothing once standard input was closed, and a user certificate
 * can not be offered (its signature would be labelled with the certificate's type, which sshd refuses).
 */
interface Protocol {
  signal(channel: number, name: string): void;
  _kex: { sessionID: Buffer };
  _kexinit: unknown;
  _cipher: { encrypt(packet: Buffer): void };
  _packetRW: { write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer } };
  _authsQueue: string[];
}

const protocolOf = (client: Client): Protocol => (client as unknown as { _protocol: Protocol })._protocol;

/** Asks the server to send a signal to the process group behind a channel: RFC 4254, 6.9. */
export function signalChannel(channel: ClientChannel, name: 'TERM' | 'KILL'): void {
  const { _client, outgoing } = channel as unknown as { _client: Client; outgoing: { id: number; state: string } };
  if (outgoing.state === 'open' || outgoing.state === 'eof') {
    protocolOf(_client).signal(outgoing.id, name);
  }
}

/** What a login's signature is bound to: RFC 4252, 7. */
export const sessionId = (client: Client): Buffer => protocolOf(client)._kex.sessionID;

/** Sends a SSH_MSG_USERAUTH_REQUEST of our own making. */
export function sendUserauth(client: Client, payload: Buffer, method: string): void {
  const protocol = protocolOf(client);
  if (protocol._kexinit !== undefined) {
    throw new Error('no login while keys are exchanged');
  }
  const { write } = protocol._packetRW;
  const packet = write.alloc(payload.length);
  packet.set(payload, write.allocStart);
  protocol._authsQueue.push(method);
  protocol._cipher.encrypt(write.finalize(packet));
}
