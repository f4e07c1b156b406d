import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import { SshFailure, type HostKey, type Session, type SshTarget, type Step } from '../ssh/session.ts';
import { createAttempts, type Attempts } from './attempts.ts';
import type { Directory, PolledServer } from './directory.ts';
import type { PollBus } from './events.ts';
import type { LoginGate } from './loginGate.ts';
import type { Roster } from './roster.ts';
import { within } from './within.ts';

export interface ConnectOptions {
  /** The session of the server to go through. */
  jump?: Session;
  /** For all of the login. */
  deadlineMs: number;
  /** Aborts when nobody wants the session any more. */
  signal: AbortSignal;
  /** A key was seen; with `pin` it is to be trusted from now on. */
  onHostKey: (key: HostKey, pin: boolean) => Promise<void>;
  onStep: (step: Step) => void;
}

/** Logs in; rejects with an `SshFailure`, also when the deadline passes or the signal aborts. The ssh room's `openSession`. */
export type Connect = (target: SshTarget, options: ConnectOptions) => Promise<Session>;

export interface SessionsOptions {
  roster: Roster;
  directory: Pick<Directory, 'target' | 'hostKeySeen'>;
  connect: Connect;
  gate: LoginGate;
  bus: PollBus;
  clock: Clock;
  random: () => number;
}

/**
 * What a login may take. One that began while the network was dead may have to time out after it came back, and then wait
 * an interval: together less than two.
 */
const loginTimeout = (intervalMs: number): number => Math.min(10_000, Math.max(4_000, intervalMs * 0.6));

/** One persistent session per server, shared by polls, commands, logs and the servers behind it. */
export interface Sessions {
  /**
   * The session of a server: the one that lives, or a login that is shared with all who wait for it.
   * Rejects at once with the last failure while attempts are held back. An aborted `signal` ends the wait, not the login.
   */
  get(serverId: string, signal?: AbortSignal): Promise<Session>;
  current(serverId: string): Session | undefined;
  list(): Array<{ server: PolledServer; session: Session }>;
  attempts(serverId: string): Attempts;
  /** Closes the session, if there is one; `reason` is what the `disconnected` event tells. */
  drop(serverId: string, reason: string): Promise<void>;
  /** Closes it and forgets how attempts went. */
  remove(serverId: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

interface Line {
  revision: number;
  session: Promise<Session>;
  live: Session | undefined;
  cancel: AbortController;
  /** Why we close it ourselves. */
  dropped: string | undefined;
}

/** One hop or many: status shows the reason once removed; the sentence says that it is a hop's. */
const throughJump = (jump: string, failure: SshFailure): SshFailure =>
  new SshFailure(
    failure.reason.startsWith('jump:') ? failure.reason : `jump:${failure.reason}`,
    failure.reason.startsWith('jump:') ? failure.detail : `${jump}: ${failure.detail}`,
    { cause: failure }
  );

export const asSshFailure = (error: unknown): SshFailure =>
  error instanceof SshFailure
    ? error
    : new SshFailure('internal', error instanceof Error ? error.message : String(error), { cause: error });

export function createSessions({ roster, directory, connect, gate, bus, clock, random }: SessionsOptions): Sessions {
  const lines = new Map<string, Line>();
  const histories = new Map<string, Attempts>();
  let closed = false;

  const attempts = (serverId: string): Attempts => {
    const known = histories.get(serverId);
    if (known !== undefined) {
      return known;
    }
    const created = createAttempts({
      clock,
      random,
      cap: () => Math.min(60_000, Math.max(1_000, roster.get(serverId)?.intervalMs ?? 15_000)),
    });
    histories.set(serverId, created);
    return created;
  };

  const logIn = async (server: PolledServer, path: readonly string[], line: Line): Promise<Session> => {
    let jump: Session | undefined;
    if (server.jump !== null) {
      const hop = server.jump;
      jump = await open(hop, [...path, server.id]).catch((error: unknown) => {
        throw throughJump(roster.get(hop)?.name ?? hop, asSshFailure(error));
      });
    }
    const place = await gate.enter(
      attempts(server.id).last() === undefined ? 'login' : 'login again',
      line.cancel.signal
    );
    try {
      const target = await directory.target(server.id);
      const onHostKey = (key: HostKey, pin: boolean) => directory.hostKeySeen(server.id, key, pin);
      return await connect(target, {
        deadlineMs: loginTimeout(server.intervalMs),
        signal: line.cancel.signal,
        onHostKey,
        onStep: ({ name, failure }) => name === 'tcp' && failure === undefined && place.connected(),
        ...(jump === undefined ? {} : { jump }),
      });
    } finally {
      place.leave();
    }
  };

  const begin = (server: PolledServer, path: readonly string[]): Line => {
    const line: Line = {
      revision: server.connectionRevision,
      session: undefined as never,
      live: undefined,
      cancel: new AbortController(),
      dropped: undefined,
    };
    const ended = (): void => {
      if (lines.get(server.id) === line) {
        lines.delete(server.id);
      }
    };
    const from = clock.now();
    const told = (reason: string | null) =>
      bus.emit('login', { serverId: server.id, name: server.name, reason, durationMs: clock.now() - from });
    line.session = logIn(server, path, line).then(
      (session) => {
        line.live = session;
        attempts(server.id).loggedIn();
        told(null);
        bus.emit('connected', { serverId: server.id, name: server.name, at: clock.now() });
        void session.closed.then((failure) => {
          ended();
          bus.emit('disconnected', {
            serverId: server.id,
            name: server.name,
            at: clock.now(),
            reason: line.dropped ?? failure.reason,
          });
        });
        return session;
      },
      (error: unknown) => {
        ended();
        const failure = asSshFailure(error);
        told(failure.reason);
        if (line.dropped === undefined) {
          throw attempts(server.id).failed(failure).failure;
        }
        throw failure;
      }
    );
    line.session.catch(() => undefined);
    lines.set(server.id, line);
    return line;
  };

  const open = async (serverId: string, path: readonly string[]): Promise<Session> => {
    const server = roster.get(serverId);
    if (server === undefined) {
      throw new Failure('server_not_found');
    }
    if (closed || path.includes(serverId)) {
      throw new SshFailure('internal', closed ? 'the exporter is stopping' : 'the jump chain leads back to itself');
    }
    const line = lines.get(serverId);
    if (line !== undefined && line.revision === server.connectionRevision) {
      return line.session;
    }
    if (line !== undefined) {
      await drop(serverId, 'changed');
    }
    const block = attempts(serverId).blocked();
    if (block !== undefined) {
      throw block.failure;
    }
    return begin(server, path).session;
  };

  const drop = async (serverId: string, reason: string): Promise<void> => {
    const line = lines.get(serverId);
    if (line === undefined) {
      return;
    }
    lines.delete(serverId);
    line.dropped = reason;
    line.cancel.abort(new SshFailure('closed', reason));
    await line.live?.close();
  };

  return {
    get: (serverId, signal) => (signal === undefined ? open(serverId, []) : within(open(serverId, []), signal)),
    current: (serverId) => lines.get(serverId)?.live,
    list: () =>
      [...lines].flatMap(([id, { live }]) => {
        const server = roster.get(id);
        return live === undefined || server === undefined ? [] : [{ server, session: live }];
      }),
    attempts,
    drop,
    async remove(serverId, reason) {
      await drop(serverId, reason);
      histories.delete(serverId);
    },
    async close() {
      closed = true;
      await Promise.all([...lines.keys()].map((id) => drop(id, 'stopped')));
    },
  };
}
