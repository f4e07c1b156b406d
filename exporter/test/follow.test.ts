import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync, closeSync, copyFileSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LogSourceInput } from '../../contract/logSource.ts';
import { systemClock } from '../src/clock.ts';
import { follow, type Following } from '../src/fleet/logs/follow.ts';
import { moved, type FollowNews, type Position } from '../src/fleet/logs/followedBytes.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { ReaderRung, Session } from '../src/ssh/session.ts';
import { until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;
const server = { id: 's1', name: 'web1' };

maybe.each(['perl', 'sh'] as const)('follow with %s on a real sshd (skipped where there is none)', (kind) => {
  let sshd: Sshd;
  let session: Session;
  let folder = '';
  let file = '';
  let seen: number[] = [];
  let states: string[] = [];
  let positions: Position[] = [];
  let following: Following | undefined;
  const onNews = (news: FollowNews) => {
    seen.push(...news.lines.filter((line) => line.text.startsWith('line ')).map((line) => Number(line.text.slice(5))));
    states.push(...news.states.map((state) => state.state));
    for (const position of news.positions) {
      positions = [...positions.filter((old) => old.path !== position.path), position];
    }
  };
  const begin = async (from: readonly Position[] = [], changes: Record<string, unknown> = {}) => {
    const definition = LogSourceInput.parse({ name: 'app', serverId: 's1', type: 'file', path: file, ...changes });
    const rung: ReaderRung = kind;
    following = await follow({ session: Object.create(session, { rung: { value: rung }, stream: { value: session.stream.bind(session) } }) as Session, source: { id: 'l1', definition }, server, from, clock: systemClock, onNews });
    return following;
  };
  let next = 0;
  const write = (count: number) => {
    let text = '';
    for (let index = 0; index < count; index += 1) {
      text += `line ${next++}\n`;
    }
    appendFileSync(file, text);
  };
  const complete = () => seen.length >= next;
  const once = () => expect(seen).toEqual(Array.from({ length: next }, (_, index) => index));
  const followers = () =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`SW_PATH=${folder}`);
      } catch {
        return false;
      }
    });

  beforeAll(async () => {
    sshd = await startSshd({ logLevel: 'ERROR' });
    session = await openSession(sshd.target(), { clock: systemClock, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    await session.close();
    await sshd.stop();
  });
  const fresh = async (changes: Record<string, unknown> = {}, glob?: string) => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-follow-'));
    file = path.join(folder, 'app log.txt');
    [seen, states, positions, next] = [[], [], [], 0];
    writeFileSync(file, 'old 1\nold 2\n');
    await begin([], glob === undefined ? changes : { ...changes, path: path.join(folder, glob) });
    await until(() => positions.length > 0, 'the follower to stand at the end');
  };
  afterEach(async () => {
    await following?.close();
    await until(() => followers().length === 0, 'no process to be left', 5000);
    rmSync(folder, { recursive: true, force: true });
  });

  it('begins at the end, tells each new line once, and where it stands', async () => {
    await fresh();
    write(3);
    appendFileSync(file, 'half');
    await until(complete, 'three lines');
    once();
    await until(() => positions[0]?.offset === statSync(file).size - 4, 'the position before the half line');
    expect(positions[0]).toMatchObject({ path: file, inode: statSync(file).ino });
  });

  it('5,000 lines a second through rotation by rename: nothing lost, nothing twice', async () => {
    await fresh();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let round = 0; round < 4; round += 1) {
      for (let burst = 0; burst < 25; burst += 1) {
        write(100);
        await pause();
      }
      renameSync(file, `${file}.${9 - round}`);
      write(100);
    }
    await until(complete, 'every line', 20_000);
    once();
  }, 60_000);

  it('tells what a program still writes to its file after the rename, until it opens the new one', async () => {
    await fresh();
    for (let round = 0; round < 2; round += 1) {
      write(20);
      // As logrotate with postrotate: the program hears of the new file a while after the rename. With nocreate it makes it itself.
      const old = openSync(file, 'a');
      renameSync(file, `${file}.${9 - round}`);
      if (round === 0) {
        writeFileSync(file, '');
      }
      for (let burst = 0; burst < 20; burst += 1) {
        writeSync(old, `line ${next++}\n`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      closeSync(old);
      write(20);
      await until(complete, 'the late lines and the new file', 15_000);
    }
    once();
  }, 60_000);

  it('the same through copy and truncate', async () => {
    await fresh();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let round = 0; round < 3; round += 1) {
      for (let burst = 0; burst < 100; burst += 1) {
        write(100);
        await pause();
      }
      // What is written between copy and truncate is lost by logrotate itself; here nothing is.
      copyFileSync(file, `${file}.${9 - round}`);
      truncateSync(file);
      write(20);
      // The sh follower looks once a second, and can only see a truncation while the file is shorter than before.
      await new Promise((resolve) => setTimeout(resolve, kind === 'sh' ? 2500 : 700));
    }
    await until(complete, 'every line', 20_000);
    once();
  }, 90_000);

  it('goes on where it stopped, also through a rotation meanwhile', async () => {
    await fresh();
    write(10);
    await until(complete, 'ten lines');
    await following?.close();
    write(10);
    await begin(positions);
    await until(complete, 'what came meanwhile');
    once();
    await following?.close();
    write(10);
    renameSync(file, `${file}.2`);
    write(10);
    renameSync(file, `${file}.1`);
    write(10);
    await begin(positions);
    await until(complete, 'what came meanwhile, in three files');
    once();
    await following?.close();
    write(10);
    copyFileSync(file, `${file}.0`);
    truncateSync(file);
    write(2);
    await begin(positions);
    await until(complete, 'what came meanwhile, in a copy and behind it');
    once();
  }, 30_000);

  it('goes on behind copies that were truncated meanwhile, though the file is longer again', async () => {
    await fresh();
    write(10);
    await until(complete, 'ten lines');
    await following?.close();
    for (const copy of [2, 1]) {
      write(5);
      copyFileSync(file, `${file}.${copy}`);
      utimesSync(`${file}.${copy}`, new Date(), new Date(Date.now() - copy * 2000));
      truncateSync(file);
    }
    write(40);
    await begin(positions);
    await until(complete, 'what came meanwhile, in two copies and behind them');
    once();
    await following?.close();
    await begin(positions);
    write(1);
    await until(complete, 'one line more');
    once();
  }, 30_000);

  it('knows a file that was truncated and has grown past its place, though it told no line before', async () => {
    await fresh();
    await following?.close();
    truncateSync(file);
    write(40);
    await begin(positions);
    await until(complete, 'all lines of the file');
    once();
  }, 30_000);

  it('keeps a line whole that was half written when its file was copied and truncated', async () => {
    await fresh();
    write(2);
    appendFileSync(file, 'li');
    await until(complete, 'two lines');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    appendFileSync(file, `ne ${next++}\n`);
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
    write(1);
    await until(complete, 'the half line and the next');
    once();
  }, 30_000);

  it('takes no rotated sibling that a glob finds, and nothing else that is named like it, for new lines', async () => {
    await fresh({}, '*[0-9tg]');
    write(20);
    await until(complete, 'twenty lines');
    for (const round of [1, 2]) {
      renameSync(file, `${file}.${9 - round}`);
      write(10);
      writeFileSync(`${file}.state`, 'line 0\n');
      writeFileSync(`${file}-${20_260_100 + round}`, '');
      await until(complete, 'the lines of the new file');
      // The glob is looked through every five seconds.
      await new Promise((resolve) => setTimeout(resolve, 5500));
    }
    // Another file of the glob, that comes before this one.
    writeFileSync(path.join(folder, 'a.log'), 'line 40\nline 41\n');
    next += 2;
    await until(complete, 'the lines of another file', 10_000);
    write(10);
    await until(complete, 'and more of the first');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: next }, (_, index) => index));
  }, 60_000);

  if (kind === 'perl') {
    it('follows those of a thousand files that are written to, and goes on where each stood', async () => {
      await fresh();
      await following?.close();
      const many = (index: number) => path.join(folder, `many-of-them-with-a-name-that-is-long-${index}.log`);
      for (let index = 0; index < 1000; index += 1) {
        writeFileSync(many(index), 'line 0\n');
        utimesSync(many(index), 1000 + index, 1000 + index);
      }
      positions = [];
      await begin([], { path: path.join(folder, '*.log') });
      await until(() => positions.length === 500, 'the newest to be followed');
      appendFileSync(many(999), `line ${next++}\n`);
      appendFileSync(many(3), `line ${next++}\n`);
      await until(complete, 'a line of the oldest file and of the newest', 10_000);
      once();
      await following?.close();
      appendFileSync(many(3), `line ${next++}\n`);
      await begin(positions.reduce<Position[]>((before, one) => moved(before, [one]), []), { path: path.join(folder, '*.log') });
      await until(complete, 'what came meanwhile', 10_000);
      once();
    }, 40_000);
  }

  it('says when the file goes and comes', async () => {
    await fresh();
    rmSync(file);
    await until(() => states.includes('missing'), 'missing', 15_000);
    write(5);
    await until(complete, 'the new file', 15_000);
    once();
  }, 40_000);

  it('keeps multi-line entries together', async () => {
    await fresh({ multiline: '^line ' });
    appendFileSync(file, 'line 0\n  at a\n  at b\nline 1\n');
    next = 2;
    await until(complete, 'both entries');
    expect(seen).toHaveLength(2);
  });
});
