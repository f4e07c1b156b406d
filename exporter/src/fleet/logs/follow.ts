import type { Clock } from '../../clock.ts';
import { launchOpen } from '../../ssh/launch.ts';
import type { RemoteStream, Session } from '../../ssh/session.ts';
import { followedBytes, positionLines, type FollowNews, type Position } from './followedBytes.ts';
import { commandFollower, perlFollower, shFollower } from './followPrograms.ts';
import { journalFollower, journalProblem } from './journalPrograms.ts';
import { createSourceParser, type LogServer, type ReadableSource } from './sourceReader.ts';

export interface FollowOptions {
  session: Session;
  source: ReadableSource;
  server: LogServer;
  from: readonly Position[];
  clock: Clock;
  /** Awaited before more is taken from the server, which is how a slow consumer slows the remote side down. */
  onNews: (news: FollowNews) => Promise<void> | void;
}

/** Why a follower ended: `done` when a command came to its end, which is no failure. */
export interface FollowEnd {
  done: boolean;
  code: string;
  message: string;
}

export interface Following {
  /** Settles when it ended by itself. */
  ended: Promise<FollowEnd>;
  close(): Promise<void>;
}

/** An unfinished multi-line entry is taken as whole when nothing followed for this long. */
const settleMs = 1000;

async function start({ session, source, from }: FollowOptions): Promise<RemoteStream & { nonce: string }> {
  const { definition } = source;
  const program =
    definition.type === 'journald'
      ? { interpreter: 'sh' as const, script: journalFollower, values: { SW_CURSOR: from[0]?.path ?? '', SW_UNIT: definition.unit ?? '', SW_PRIORITY: definition.priority ?? '' } }
      : definition.type === 'command'
        ? { interpreter: 'sh' as const, script: commandFollower, values: { SW_COMMAND: definition.command ?? '' } }
        : {
            interpreter: session.rung === 'perl' ? ('perl' as const) : ('sh' as const),
            script: session.rung === 'perl' ? perlFollower : shFollower,
            values: { SW_PATH: definition.path ?? '', SW_FROM: positionLines(from), SW_WHOLE: '' },
          };
  const { command, stdin, nonce } = launchOpen(program);
  const stream = await session.stream(command, { stdin, keepInput: true });
  return Object.assign(stream, { nonce });
}

/** Takes bytes off until the launch's first line has gone by. */
function afterHead(nonce: string, next: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (held === undefined) {
      next(chunk);
      return;
    }
    held = Buffer.concat([held, chunk]);
    const head = held.indexOf(`${nonce} `);
    const end = head < 0 ? -1 : held.indexOf(0x0a, head);
    if (end >= 0) {
      const rest = held.subarray(end + 1);
      held = undefined;
      if (rest.length > 0) {
        next(rest);
      }
    }
  };
}

/** Follows a source on one server until closed or broken. One remote process, whoever listens. */
export async function follow(options: FollowOptions): Promise<Following> {
  const { source, server, clock, onNews } = options;
  const stream = await start(options);
  const parser = createSourceParser(source, () => clock.now());
  let cancelSettle: () => void = () => undefined;
  let failure: string | undefined;
  const bytes = followedBytes(source, parser, server);
  const feed = afterHead(stream.nonce, bytes.push);
  const hand = async () => {
    const news = bytes.take();
    if (news !== undefined) {
      await onNews(news);
    }
  };
  let errors = '';
  stream.errors.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-1000)));

  const pump = (async () => {
    try {
      for await (const chunk of stream.output) {
        cancelSettle();
        feed(chunk as Buffer);
        await hand();
        if (parser.begins !== undefined) {
          cancelSettle = clock.after(settleMs, () => {
            bytes.settle();
            void hand();
          });
        }
      }
    } catch (error) {
      failure = (error as Error).message;
    } finally {
      cancelSettle();
    }
  })();

  const ended = pump.then(async (): Promise<FollowEnd> => {
    const code = await stream.ended;
    const problem = source.definition.type === 'journald' ? journalProblem(errors) : undefined;
    const message = failure ?? problem?.message ?? (errors.trim() || `the follower ended${code === null ? '' : ` with ${code}`}`);
    return { done: source.definition.type === 'command' && code === 0, code: problem?.state ?? 'ended', message };
  });
  return {
    ended,
    async close() {
      await stream.close();
      await ended;
    },
  };
}
