import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { LogSourceInput } from '../../contract/logSource.ts';
import { systemClock } from '../src/clock.ts';
import { follow, type Following } from '../src/fleet/logs/follow.ts';
import type { FollowNews, Position } from '../src/fleet/logs/followedBytes.ts';
import { compilePattern } from '../src/fleet/pattern.ts';
import { readLines, type LinesWanted } from '../src/fleet/logs/readLines.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { Session } from '../src/ssh/session.ts';
import { haveJournald, startJournald, type Journald } from './journald.ts';
import { until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { createSystemUser, type SystemUser } from './systemUser.ts';
import { toolFolder } from './toolFolder.ts';

const maybe = haveSshd && haveJournald ? describe : describe.skip;

maybe('a real journal, over a real sshd (skipped without journald, logger and root)', () => {
  const server = { id: 's1', name: 'web1' };
  // Nobody else writes for these units, however full the journal is.
  const unit = (name: string) => `sw-${process.pid}-${name}.service`;
  let journald: Journald;
  let sshd: Sshd;
  let session: Session;
  const sourceOf = (changes: Partial<LogSourceInput>) => ({ id: 'l1', definition: LogSourceInput.parse({ name: 'j', serverId: 's1', type: 'journald', ...changes }) });
  const read = (changes: Partial<LogSourceInput>, wanted: Partial<LinesWanted> = {}, over: Session = session) =>
    readLines(over, sourceOf(changes), server, { lines: 100, rotated: false, maxBytes: 8 << 20, ...wanted }, AbortSignal.timeout(20_000), Date.now);

  beforeAll(async () => {
    journald = await startJournald();
    sshd = await startSshd({ logLevel: 'ERROR' });
    session = await openSession(sshd.target(), { clock: systemClock, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.stop();
    await journald?.stop();
  });

  describe('recent entries', () => {
    const web = unit('web');
    let middle = 0;
    beforeAll(async () => {
      journald.write(web, 6, 'started');
      journald.write(web, 3, 'disk is full "quoted" ü');
      journald.write(unit('other'), 3, 'not of this unit');
      journald.sync();
      middle = Date.now() + 1;
      await until(() => Date.now() > middle, 'the next millisecond');
      journald.write(web, 4, 'warned');
      journald.sync();
    });

    it('of a unit, with time and level', async () => {
      const { lines, problems, complete } = await read({ unit: web });
      expect(lines.map(({ level, message }) => [level, message])).toEqual([['info', 'started'], ['error', 'disk is full "quoted" ü'], ['warning', 'warned']]);
      expect(Math.abs(Date.parse(lines[0]?.time ?? '') - Date.now())).toBeLessThan(60_000);
      expect([problems, complete]).toEqual([[], true]);
    });

    it('of a priority, and since and until a time', async () => {
      expect((await read({ unit: web, priority: 'err' })).lines.map((line) => line.message)).toEqual(['disk is full "quoted" ü']);
      expect((await read({ unit: web }, { from: middle })).lines.map((line) => line.message)).toEqual(['warned']);
      expect((await read({ unit: web }, { to: middle })).lines.map((line) => line.message)).toEqual(['started', 'disk is full "quoted" ü']);
      expect((await read({ unit: web }, { lines: 1 })).lines.map((line) => line.message)).toEqual(['warned']);
      expect((await read({ unit: unit('none') })).lines).toEqual([]);
    });

    it('are searched for as far back as the bounds allow, and no further than is told', async () => {
      const many = unit('many');
      journald.write(many, 6, 'needle');
      for (let index = 0; index < 400; index += 1) {
        journald.write(many, 6, `hay ${index} ${'x'.repeat(300)}`);
      }
      journald.sync();
      const filter = compilePattern('needle', 'filter');
      expect(await read({ unit: many }, { filter })).toMatchObject({ lines: [{ message: 'needle' }], complete: true });
      expect(await read({ unit: many }, { filter, maxBytes: 65_536 })).toMatchObject({ lines: [], complete: false });
    });
  });

  it('says what to do where the journal can not be read', async () => {
    const user: SystemUser = createSystemUser('/bin/sh');
    const other = await startSshd({ user: user.name, logLevel: 'ERROR' });
    const stranger = await openSession(other.target(), { clock: systemClock, deadlineMs: 20_000 });
    expect(await read({}, {}, stranger)).toMatchObject({ lines: [], problems: [{ code: 'unreadable', message: expect.stringContaining('systemd-journal') }] });
    await stranger.close();
    await other.stop();
    user.remove();

    const tools = toolFolder({ sh: '/bin/sh', cat: '/bin/cat', tail: '/usr/bin/tail' });
    const without = await startSshd({ path: tools.path, logLevel: 'ERROR' });
    const old = await openSession(without.target(), { clock: systemClock, deadlineMs: 20_000 });
    expect((await read({}, {}, old)).problems).toMatchObject([{ code: 'missing', message: expect.stringContaining('no journalctl') }]);
    await old.close();
    await without.stop();
    tools.remove();
  });

  describe('followed', () => {
    let heard: string[] = [];
    let positions: Position[] = [];
    let following: Following | undefined;
    const begin = async (name: string, from: readonly Position[] = []) => {
      const onNews = (news: FollowNews) => {
        heard.push(...news.lines.map((line) => line.message));
        positions = news.positions.length > 0 ? news.positions : positions;
      };
      following = await follow({ session, source: sourceOf({ unit: unit(name) }), server, from, clock: systemClock, onNews });
    };
    const followers = () =>
      readdirSync('/proc').filter((pid) => {
        try {
          return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--unit=sw-${process.pid}`);
        } catch {
          return false;
        }
      });
    const fresh = async (name: string) => {
      [heard, positions] = [[], []];
      await begin(name);
      await until(() => positions.length > 0, 'the follower to stand at the end');
    };

    it('tells new entries once, and goes on behind the last one after a break, without loss', async () => {
      await fresh('tail');
      journald.write(unit('tail'), 6, 'one');
      journald.write(unit('tail'), 6, 'two says "__CURSOR":"fake" in its text');
      await until(() => heard.length === 2, 'two entries');
      await following?.close();
      await until(() => followers().length === 0, 'no journalctl to be left', 5000);
      journald.write(unit('tail'), 6, 'three, while nobody followed');
      await begin('tail', positions);
      await until(() => heard.length === 3, 'what came meanwhile');
      journald.write(unit('tail'), 6, 'four');
      await until(() => heard.length === 4, 'the fourth');
      expect(heard.map((text) => text.split(' ')[0]?.replace(',', ''))).toEqual(['one', 'two', 'three', 'four']);
      await following?.close();
    });

    it('knows where it began, though nothing was written yet', async () => {
      await fresh('quiet');
      await following?.close();
      journald.write(unit('quiet'), 6, 'the first');
      await begin('quiet', positions);
      await until(() => heard.length === 1, 'the entry that came meanwhile');
      expect(heard).toEqual(['the first']);
      await following?.close();
    });

    it('200 entries a burst, cut anywhere by the transport: each once', async () => {
      await fresh('burst');
      for (let index = 0; index < 200; index += 1) {
        journald.write(unit('burst'), 6, `${index} ${'y'.repeat(500)}`);
      }
      await until(() => heard.length >= 200, 'all of them', 20_000);
      expect(heard.map((text) => Number(text.split(' ')[0]))).toEqual(Array.from({ length: 200 }, (_, index) => index));
      await following?.close();
    }, 30_000);
  });
});
