import type { LogLine } from '../../../../contract/logs.ts';
import type { Clock } from '../../clock.ts';
import { launchOpen } from '../../ssh/launch.ts';
import type { RemoteStream, Session } from '../../ssh/session.ts';
import { journalFollower, perlFollower, shFollower } from './followPrograms.ts';
import { createRecordReader } from './followRecords.ts';
import { createSourceParser, type LogServer, type ReadableSource } from './sourceReader.ts';

/** How far a file was read: everything before `offset` was handed on. */
export interface Position {
  path: string;
  inode: number;
  offset: number;
}

export interface FollowNews {
  lines: LogLine[];
  /** Where to go on after these lines; the journal's cursor stands in `path` of the one position it has. */
  positions: Position[];
  states: Array<{ path: string; state: 'ok' | 'missing' | 'unreadable' | 'directory' }>;
}

export interface FollowOptions {
  session: Session;
  source: ReadableSource;
  server: LogServer;
  from: readonly Position[];
  clock: Clock;
  /** Awaited before more is taken from the server, which is how a slow consumer slows the remote side down. */
  onNews: (news: FollowNews) => Promise<void> | void;
}

export interface Following {
  /** Settles with the reason when it ended by itself. */
  ended: Promise<string>;
  close(): Promise<void>;
}

/** An unfinished multi-line entry is taken as whole when nothing followed for this long. */
const settleMs = 1000;

async function start({ session, source, from }: FollowOptions): Promise<RemoteStream & { nonce: string }> {
  const { definition } = source;
  const lines = from.map(({ inode, offset, path }) => `${inode} ${offset} ${path}`).join('\n');
  const program =
    definition.type === 'journald'
      ? { interpreter: 'sh' as const, script: journalFollower, values: { SW_CURSOR: from[0]?.path ?? '', SW_UNIT: definition.unit ?? '', SW_PRIORITY: definition.priority ?? '' } }
      : definition.type === 'command'
        ? { interpreter: 'sh' as const, script: definition.command ?? '', values: {} }
        : {
            interpreter: session.rung === 'perl' ? ('perl' as const) : ('sh' as const),
            script: session.rung === 'perl' ? perlFollower : shFollower,
            values: { SW_PATH: definition.path ?? '', SW_FROM: lines, SW_WHOLE: '' },
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
  const open = new Map<string, { rest: Buffer; inode: number; at: number }>();
  let news: FollowNews = { lines: [], positions: [], states: [] };
  let cancelSettle: () => void = () => undefined;
  let failure: string | undefined;

  const take = (path: string, inode: number, offset: number, consumed: number, data: Buffer) => {
    const before = open.get(path);
    if (before !== undefined && before.inode !== inode && before.rest.length > 0) {
      // The file ended without a line end before another took its place.
      news.lines.push(...parser.lines(before.rest, server, path, true).lines);
    }
    const held = before?.inode === inode ? before.rest : Buffer.alloc(0);
    const { lines, rest } = parser.lines(held.length === 0 ? data : Buffer.concat([held, data]), server, path, false);
    news.lines.push(...lines);
    const at = offset + consumed;
    open.set(path, { rest, inode, at });
    news.positions = [...news.positions.filter((position) => position.path !== path), { path, inode, offset: at - rest.length }];
  };
  const flushOpen = () => {
    for (const [path, { rest, inode, at }] of open) {
      if (rest.length > 0 && rest.at(-1) === 0x0a) {
        news.lines.push(...parser.lines(rest, server, path === '' ? null : path, true).lines);
        news.positions = [...news.positions.filter((position) => position.path !== path), { path, inode, offset: at }];
        open.set(path, { rest: Buffer.alloc(0), inode, at });
      }
    }
  };

  const reader =
    source.definition.type === 'file'
      ? createRecordReader((record) => (record.type === 'bytes' ? take(record.path, record.inode, record.offset, record.consumed, record.data) : news.states.push(record)))
      : (() => {
          let at = 0;
          return (chunk: Buffer) => {
            take('', 0, at, chunk.length, chunk);
            at += chunk.length;
            if (source.definition.type === 'journald') {
              const last = /"__CURSOR":"([^"]+)"(?![\s\S]*"__CURSOR")/.exec(chunk.toString('utf8'));
              news.positions = last === null ? [] : [{ path: last[1] as string, inode: 0, offset: 0 }];
            } else {
              news.positions = [];
            }
          };
        })();
  const feed = afterHead(stream.nonce, reader);

  const hand = async () => {
    if (news.lines.length > 0 || news.positions.length > 0 || news.states.length > 0) {
      const now = news;
      news = { lines: [], positions: [], states: [] };
      await onNews(now);
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
            flushOpen();
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

  const ended = pump.then(async () => {
    const code = await stream.ended;
    return failure ?? (errors.trim() || `the follower ended${code === null ? '' : ` with ${code}`}`);
  });
  return {
    ended,
    async close() {
      await stream.close();
      await ended;
    },
  };
}
