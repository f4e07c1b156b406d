import type { ConnectionTest, TestStep, UnsavedServerTest } from '../../../contract/connectionTest.ts';
import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import type { Directory } from '../poll/directory.ts';
import type { OpenOptions } from '../ssh/connect.ts';
import { SshFailure, type HostKey, type Session, type SshTarget } from '../ssh/session.ts';
import type { Store } from '../store/open.ts';
import { createServerRepository } from '../store/servers.ts';
import { credentialOf, takeCredential } from './credentials.ts';
import type { FirstRead } from './firstRead.ts';
import { createTestReport } from './testReport.ts';

/** For all of a test; a person waits for it. */
const deadlineMs = 30_000;
/** Tests under way at once: each is a login of its own. */
const mostTests = 4;

export interface ConnectionTestsOptions {
  store: Store;
  directory: Pick<Directory, 'target' | 'hostKeySeen'>;
  /** The ssh room's `openSession`. */
  open: (target: SshTarget, options: OpenOptions) => Promise<Session>;
  /** The session of a server to go through: the shared one of the polling room. */
  jumpSession: (serverId: string, signal: AbortSignal) => Promise<Session>;
  firstRead: FirstRead;
  clock: Clock;
  agentSocket?: string | undefined;
}

/** Hears each step when it has ended. */
type OnStep = (step: TestStep) => void;

export interface ConnectionTests {
  /** A saved server as it is stored. A key that is seen is kept for the person who compares it. */
  saved(id: string, acceptFingerprint: string | undefined, signal: AbortSignal, onStep?: OnStep): Promise<ConnectionTest>;
  /** One that is not saved, or the edited form of one that is. Nothing is kept of it. */
  unsaved(input: UnsavedServerTest, signal: AbortSignal, onStep?: OnStep): Promise<ConnectionTest>;
}

interface Attempt {
  /** A stored credential that does not open is told in the report. */
  target: () => Promise<SshTarget>;
  jump: string | null;
  acceptFingerprint: string | undefined;
  seen?: (key: HostKey) => Promise<void>;
  tell: OnStep | undefined;
}

const asFailure = (error: unknown): SshFailure =>
  error instanceof SshFailure ? error : new SshFailure('internal', error instanceof Error ? error.message : String(error), { cause: error });

const asJumpFailure = ({ reason, detail }: SshFailure): SshFailure => new SshFailure(reason.startsWith('jump:') ? reason : `jump:${reason}`, detail);

function judge(key: HostKey, { pinned, revoked = [] }: SshTarget, acceptFingerprint: string | undefined): NonNullable<ConnectionTest['hostKeyState']> {
  if (revoked.some((one) => one.key === key.key)) {
    return 'changed';
  }
  if (pinned.length > 0) {
    return pinned.some((one) => one.key === key.key) ? 'pinned' : 'changed';
  }
  return key.fingerprint === acceptFingerprint ? 'accepted' : 'unverified';
}

/** Tries connections step by step. No credential is sent to a host key that is neither pinned nor named in the request. */
export function createConnectionTests(options: ConnectionTestsOptions): ConnectionTests {
  const { store, directory, clock, agentSocket } = options;
  let running = 0;

  async function attempt({ target: load, jump, acceptFingerprint, seen, tell }: Attempt, signal: AbortSignal): Promise<ConnectionTest> {
    const from = clock.now();
    const report = createTestReport(tell);
    const findings: Parameters<typeof report.finish>[1] = { hostKey: null, hostKeyState: null, rung: null, families: null };
    const stop = new AbortController();
    const cancel = clock.after(deadlineMs, () => stop.abort(new SshFailure('timeout', `no result within ${deadlineMs / 1_000} s`)));
    const until = AbortSignal.any([signal, stop.signal]);
    let session: Session | undefined;
    try {
      const target = await load();
      const hop = jump === null ? undefined : await options.jumpSession(jump, until).catch((error: unknown) => {
        const failure = asJumpFailure(asFailure(error));
        report.failed('tcp', clock.now() - from, failure);
        throw failure;
      });
      const onStep: OpenOptions['onStep'] = ({ name, ms, detail, failure }) =>
        failure === undefined ? report.ok(name, ms, detail) : report.failed(name, ms, failure);
      const onHostKey = async (key: HostKey, first: boolean): Promise<void> => {
        findings.hostKey = { type: key.type, fingerprint: key.fingerprint, key: key.key };
        findings.hostKeyState = judge(key, target, acceptFingerprint);
        await seen?.(key);
        if (first && findings.hostKeyState !== 'accepted') {
          throw new SshFailure('host_key_unverified', `the server shows ${key.type} ${key.fingerprint}`);
        }
      };
      // The policy lets an unknown key through to `onHostKey`, which is where the named fingerprint counts.
      session = await options.open(
        { ...target, hostKeyPolicy: 'trust-first' },
        { deadlineMs, signal: until, clock, agentSocket, onStep, onHostKey, ...(hop === undefined ? {} : { jump: hop }) }
      );
      findings.rung = await session.prepare(until, onStep);
      const readFrom = clock.now();
      const families = await options.firstRead(session, until).catch((error: unknown) => {
        report.failed('first_read', clock.now() - readFrom, asFailure(error));
        throw error;
      });
      findings.families = families.length;
      report.ok('first_read', clock.now() - readFrom, `${families.length} metric families`);
    } catch (error) {
      if (!report.hasFailed()) {
        // A credential that can not be used fails before anything is sent.
        report.failed('login', null, asFailure(error));
      }
    } finally {
      cancel();
      await session?.close();
    }
    return report.finish(clock.now() - from, findings);
  }

  async function limited(work: () => Promise<ConnectionTest>): Promise<ConnectionTest> {
    if (running >= mostTests) {
      throw new Failure('too_many');
    }
    running += 1;
    return work().finally(() => {
      running -= 1;
    });
  }

  const stored = async (id: string) => {
    const record = await createServerRepository(store.db).byId(id);
    if (record === undefined) {
      throw new Failure('server_not_found');
    }
    return record;
  };

  return {
    saved: (id, acceptFingerprint, signal, tell) =>
      limited(async () => {
        const { jump } = await stored(id);
        const seen = (key: HostKey) => directory.hostKeySeen(id, key, false);
        return attempt({ target: () => directory.target(id), jump, acceptFingerprint, seen, tell }, signal);
      }),

    unsaved: ({ server, auth, host, port, username, jump, acceptFingerprint }, signal, tell) =>
      limited(async () => {
        if (auth === undefined && server === undefined) {
          throw new Failure('bad_request', { details: [{ field: 'auth', message: 'needed, unless `server` names a saved one' }] });
        }
        const given = auth && (await takeCredential(auth, clock.now()));
        for (const id of [server, jump]) {
          await (id === undefined || id === null ? undefined : stored(id));
        }
        const target = async (): Promise<SshTarget> => {
          const saved = server === undefined ? undefined : await directory.target(server);
          const credential = given === undefined ? (saved as SshTarget).credential : credentialOf(given.auth, given.secrets);
          const { pinned = [], revoked = [] } = saved ?? {};
          return { id: server ?? 'unsaved', name: host, host, port, username, credential, hostKeyPolicy: 'strict', pinned, revoked };
        };
        return attempt({ target, jump, acceptFingerprint, tell }, signal);
      }),
  };
}
