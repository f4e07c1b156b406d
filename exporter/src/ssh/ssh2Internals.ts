import type { Client, ClientChannel, ParsedKey } from 'ssh2';

/**
 * The parts of ssh2 behind its public interface that this room needs, all named here; a change of ssh2 fails in one place.
 * Both are gaps of ssh2 1.17: `signal()` does nothing once standard input was closed, and a user certificate
 * can not be offered (its signature would be labelled with the certificate's type, which sshd refuses).
 */
interface Protocol {
  signal(channel: number, name: string): void;
  _kex: { sessionID: Buffer; _keys?: unknown };
  _offer: KexInit;
  _remoteIdentRaw: Buffer;
  _kexinit: unknown;
  _cipher: { encrypt(packet: Buffer): void };
  _packetRW: { write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer } };
  _authsQueue: string[];
}

/** The algorithms we offer, as ssh2 sends them. */
interface KexInit {
  lists: { all: Buffer };
}

const protocolOf = (client: Client): Protocol => (client as unknown as { _protocol: Protocol })._protocol;

/** Asks the server to send a signal to the process group behind a channel: RFC 4254, 6.9. */
export function signalChannel(channel: ClientChannel, name: 'TERM' | 'KILL'): void {
  const { _client, outgoing } = channel as unknown as { _client: Client; outgoing: { id: number; state: string } };
  if (outgoing.state === 'open' || outgoing.state === 'eof') {
    protocolOf(_client).signal(outgoing.id, name);
  }
}

/** Offers by their bytes: most servers are made the same one. */
const offers = new Map<string, KexInit>();
const mostOffers = 100;

function sharedOffer(offer: KexInit): KexInit {
  const key = offer.lists.all.toString('latin1');
  const known = offers.get(key);
  if (known === undefined && offers.size < mostOffers) {
    offers.set(key, offer);
  }
  return known ?? offer;
}

/**
 * Lets go of what ssh2 keeps of a login though nobody needs it any more, some 10 kB of a session: the pair of keys of the exchange, the
 * list of algorithms (the next exchange needs one, but not one of its own), and the packet that the server's first line came in.
 */
export function settleLogin(client: Client): void {
  const protocol = protocolOf(client);
  protocol._offer = sharedOffer(protocol._offer);
  protocol._remoteIdentRaw = ownBytes(protocol._remoteIdentRaw);
  if ('_keys' in protocol._kex) {
    protocol._kex._keys = null;
  }
}

/** A copy that keeps nothing else in memory, as a part of a larger buffer does. */
export function ownBytes(bytes: Buffer): Buffer {
  const own = Buffer.alloc(bytes.length);
  bytes.copy(own);
  return own;
}

/** Takes everything out of a key that is no longer used. */
export function wipeKey(key: ParsedKey): void {
  const parts = key as unknown as Record<PropertyKey, unknown>;
  Reflect.ownKeys(parts).forEach((name) => (parts[name] = undefined));
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
