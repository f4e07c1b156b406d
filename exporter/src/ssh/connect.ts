import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type NegotiatedAlgorithms } from 'ssh2';
import type { PlainReason } from '../../../contract/status.ts';
import type { Clock } from '../clock.ts';
import { algorithms } from './algorithms.ts';
import { blameJump } from './blameJump.ts';
import { within } from './deadline.ts';
import { dial, resolve } from './dial.ts';
import { connectionFailure, type Phase } from './failure.ts';
import { hangUp } from './hangUp.ts';
import { hostKeyOf } from './fingerprint.ts';
import { createLogin, type Login } from './login.ts';
import { planLogin, type LoginPlan } from './loginPlan.ts';
import { SshFailure, type HostKey, type Session, type SshTarget, type Step } from './session.ts';
import { settleLogin } from './ssh2Internals.ts';
import { SshSession } from './sshSession.ts';
import { takeStep } from './step.ts';
import { verifyHostKey } from './verifyHostKey.ts';

export interface OpenOptions {
  /** The session of the server to go through. It stays its owner's. */
  jump?: Session | undefined;
  /** For all of it, from the name to the login. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  clock: Clock;
  /** Where agents are found when the credential names no socket: SSH_AUTH_SOCK. */
  agentSocket?: string | undefined;
  /** How often a quiet connection is proved to be alive; 0 is never. */
  keepaliveMs?: number;
  onStep?: (step: Step) => void;
  /** A key was seen, good or bad; with `pin` it is the first and to be trusted from now on. Awaited before any credential is sent. */
  onHostKey?: (key: HostKey, pin: boolean) => Promise<void> | void;
}

const defaultKeepaliveMs = 60_000;

/** Logs in, step by step; rejects with an `SshFailure`. Nothing secret leaves before the host key was found good. */
export async function openSession(target: SshTarget, options: OpenOptions): Promise<Session> {
  const { clock, signal, jump, onStep, deadlineMs } = options;
  const end = clock.now() + deadlineMs;
  const bounded = <T>(
    what: string,
    work: (stop: AbortSignal) => Promise<T>,
    late?: (value: T) => void,
    reason: PlainReason = 'timeout'
  ) => within({ clock, ms: Math.max(0, end - clock.now()), signal, reason, what }, work, late);

  const plan = await bounded(
    'the credential',
    () => planLogin(target.credential, options.agentSocket, clock),
    undefined,
    'credential'
  );
  const transport = await reach(target, options, bounded);
  const handshake = new Handshake(target, plan, transport, options.keepaliveMs ?? defaultKeepaliveMs);
  try {
    const key = await takeStep(
      'kex',
      clock,
      onStep,
      () => bounded('the key exchange', () => handshake.keyShown),
      (shown) => `${shown.type} ${shown.fingerprint}`
    );
    await takeStep(
      'host_key',
      clock,
      onStep,
      () => bounded('the host key', () => judge(target, key, options)),
      (verdict) => verdict
    );
    await takeStep(
      'login',
      clock,
      onStep,
      () => bounded('the login', () => handshake.logIn()),
      (agreed) => `${target.username}, ${agreed}`
    );
    const session = new SshSession({ client: handshake.client, transport, clock, hostKey: key, jump });
    handshake.over();
    return session;
  } catch (error) {
    handshake.client.end();
    hangUp(transport, clock);
    throw await blameJump(connectionFailure(error, 'open'), jump);
  }
}

type Bounded = <T>(
  what: string,
  work: (stop: AbortSignal) => Promise<T>,
  late?: (value: T) => void,
  reason?: PlainReason
) => Promise<T>;

/** A transport to the server: through the jump server's session, or a socket of our own. */
async function reach(
  target: SshTarget,
  { clock, jump, onStep, deadlineMs }: OpenOptions,
  bounded: Bounded
): Promise<Duplex> {
  const { host, port } = target;
  if (jump !== undefined) {
    const forward = () =>
      bounded(
        'the jump server',
        (signal) => jump.forward(host, port, { ms: deadlineMs, signal }),
        (late) => late.destroy()
      );
    return takeStep('tcp', clock, onStep, forward, () => `${host} port ${port}, through the jump server`);
  }
  const addresses = await takeStep(
    'dns',
    clock,
    onStep,
    () => bounded(`resolving ${host}`, () => resolve(host), undefined, 'dns'),
    (found) => found.join(', ')
  );
  const connect = () =>
    bounded(
      'TCP',
      (signal) => dial(addresses, port, { clock, ms: deadlineMs, signal }),
      (late) => late.destroy()
    );
  return takeStep('tcp', clock, onStep, connect, (socket) => `${socket.remoteAddress} port ${port}`);
}

/** Tells the owner of the key what was seen, then goes on or fails. */
async function judge(target: SshTarget, key: HostKey, { onHostKey }: OpenOptions): Promise<string> {
  try {
    const verdict = verifyHostKey(target, key);
    await onHostKey?.(key, verdict === 'first');
    return verdict;
  } catch (error) {
    if (error instanceof SshFailure && error.hostKey !== undefined) {
      await onHostKey?.(key, false);
    }
    throw error;
  }
}

/** ssh2's client up to the login. It stops at the host key until `logIn` says to go on. */
class Handshake {
  readonly client: Client = new ssh2.Client();
  readonly keyShown: Promise<HostKey>;
  readonly #loggedIn: Promise<void>;
  readonly #gate: HostKeyGate;
  readonly #login: Login;
  #phase: Phase = 'kex';
  #algorithms = '';
  readonly #listeners: ReadonlyArray<Parameters<EventEmitter['on']>>;

  constructor(target: SshTarget, plan: LoginPlan, transport: Duplex, keepaliveMs: number) {
    const { client } = this;
    const login = createLogin(target.username, plan, () => client);
    const shown = Promise.withResolvers<HostKey>();
    const ready = Promise.withResolvers<void>();
    const fail = (failure: SshFailure): void => {
      shown.reject(failure);
      ready.reject(
        failure.reason === 'auth_failed' ? new SshFailure('auth_failed', login.refusal(), { cause: failure }) : failure
      );
    };
    // Whoever waits is told; that nobody does yet is no crash.
    shown.promise.catch(() => undefined);
    ready.promise.catch(() => undefined);
    this.#listeners = [
      ['error', (error: Error) => fail(connectionFailure(error, this.#phase))],
      [
        'close',
        () =>
          fail(
            new SshFailure(
              'closed',
              this.#phase === 'kex'
                ? 'the server closed the connection in the key exchange'
                : 'the server closed the connection in the login'
            )
          ),
      ],
      ['change password', () => fail(new SshFailure('auth_failed', 'the password has expired and must be changed'))],
      ['handshake', ({ kex, cs }: NegotiatedAlgorithms) => (this.#algorithms = `${kex}, ${cs.cipher}`)],
      ['ready', () => ready.resolve()],
    ];
    const events: EventEmitter = client;
    this.#listeners.forEach((one) => events.on(...one));
    this.keyShown = shown.promise;
    this.#loggedIn = ready.promise;
    this.#login = login;
    this.#gate = hostKeyGate(shown.resolve);
    client.connect({
      sock: transport as never,
      username: target.username,
      authHandler: login.handler,
      algorithms: algorithms(target.pinned),
      // Each step has its own deadline.
      readyTimeout: 0,
      keepaliveInterval: keepaliveMs,
      hostVerifier: this.#gate.verify,
    });
  }

  /** Resolves with the algorithms that were agreed on. */
  async logIn(): Promise<string> {
    this.#phase = 'login';
    this.#gate.accept();
    await this.#loggedIn;
    return this.#algorithms;
  }

  /** The session has the client now: nothing of the login stays in memory, its secret first of all. */
  over(): void {
    const events: EventEmitter = this.client;
    this.#listeners.forEach((one) => events.off(...one));
    this.#login.forget();
    settleLogin(this.client);
  }
}

interface HostKeyGate {
  verify(blob: Buffer, answer: (good: boolean) => void): void;
  accept(): void;
}

/** Shows the first key, and lets nothing pass until it is accepted. */
function hostKeyGate(show: (key: HostKey) => void): HostKeyGate {
  let first: string | undefined;
  let accept = (): void => undefined;
  return {
    verify(blob, answer) {
      const seen = hostKeyOf(blob);
      if (first !== undefined) {
        // Keys are exchanged anew after an hour or a gigabyte: the server must still be the same.
        answer(seen.key === first);
        return;
      }
      first = seen.key;
      accept = () => answer(true);
      show(seen);
    },
    accept() {
      const goOn = accept;
      accept = () => undefined;
      goOn();
    },
  };
}
