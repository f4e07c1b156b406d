import type { PlainReason } from '../../../contract/status.ts';
import { SshFailure } from './session.ts';

/** What Node and ssh2 put on an error: a system error code, an ssh2 level, a number of the SSH protocol. */
interface SystemError extends Error {
  code?: string | number;
  level?: string;
  reason?: string | number;
}

/** errno(3) and getaddrinfo(3) → reason. */
const systemReasons: Readonly<Record<string, PlainReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  EINVAL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
};

/** A bastion tells of a failed forward in strerror's or getaddrinfo's English (OpenSSH channels.c), dropbear in fewer words. */
const forwardReasons: ReadonlyArray<[RegExp, PlainReason]> = [
  [/refused/i, 'refused'],
  [/name|address family|resolution|resolve|nodename/i, 'dns'],
  [/timed out/i, 'timeout'],
  [/no route|unreachable/i, 'unreachable'],
];

export type Phase = 'kex' | 'login' | 'open';

/** An error of the socket or of ssh2 as a failure. The same words mean different things before, in and after the login. */
export function connectionFailure(error: unknown, phase: Phase): SshFailure {
  if (error instanceof SshFailure) {
    return error;
  }
  const { message, code, level } = error as SystemError;
  const options = { cause: error };
  if (typeof code === 'string' && systemReasons[code] !== undefined) {
    return new SshFailure(systemReasons[code], message, options);
  }
  if (level === 'client-timeout') {
    return new SshFailure('stalled', 'no answer to keepalives', options);
  }
  if (level === 'agent') {
    return new SshFailure('credential', `the SSH agent failed: ${message}`, options);
  }
  if (/Connection lost before handshake/.test(message)) {
    return new SshFailure('closed', 'the server closed the connection before the key exchange', options);
  }
  if (phase === 'login' && (level === 'client-authentication' || /authentication|auth/i.test(message))) {
    return new SshFailure('auth_failed', message, options);
  }
  if (phase === 'kex' && (level === 'handshake' || /no matching|no common|key exchange/i.test(message))) {
    return new SshFailure('kex', message, options);
  }
  // What is left are packets that make no sense, and the words of a server that says goodbye (DISCONNECT has a number).
  return new SshFailure(typeof code === 'number' ? 'closed' : 'protocol', message, options);
}

/** Why a channel was not opened. */
export function channelFailure(error: unknown): SshFailure {
  if (error instanceof SshFailure) {
    return error;
  }
  const { message, reason } = error as SystemError;
  if (reason !== undefined && reason !== '') {
    return new SshFailure('channel', message, { cause: error });
  }
  if (/Unable to exec/.test(message)) {
    return new SshFailure('shell', 'the server refuses to run commands', { cause: error });
  }
  return new SshFailure('closed', message, { cause: error });
}

/** Why a bastion did not connect: the way behind it, or its own refusal to forward. */
export function forwardFailure(error: unknown, to: string): SshFailure {
  const { message, reason: number } = error as SystemError;
  const words = message.replace(/^\(SSH\) Channel open failure: /, '');
  // RFC 4254, 5.1: 1 is "administratively prohibited".
  if (number === 1 || /prohibited|not allowed|denied/i.test(words)) {
    return new SshFailure('jump:channel', `the jump server may not forward to ${to}: ${words}`, { cause: error });
  }
  if (error instanceof SshFailure || /Not connected|No response from server/.test(words)) {
    return new SshFailure('jump:closed', words, { cause: error });
  }
  const reason = forwardReasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'unreachable';
  return new SshFailure(reason, `from the jump server to ${to}: ${words}`, { cause: error });
}
