import { readFileSync } from 'node:fs';
import { processStat } from '../../exporter/test/processes.ts';
import { manySessions } from '../kit/manySessions.ts';
import { median } from '../kit/median.ts';
import type { Row } from '../row.ts';

const settleSeconds = 75;
/** In the first minutes Node still compiles what has just proved to be hot: those are told, and the last ones counted. */
const warmUps = 3;
const runs = 5;
const seconds = 60;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const residentMegabytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;

/** The lateness histogram between two looks: the smallest bound with 99 of 100 polls within it. */
function p99(before: string, after: string): { within: number; late: number; polls: number } {
  const counts = (text: string) =>
    new Map(
      [...text.matchAll(/^shellwatch_poll_lateness_seconds_bucket\{le="([^"]+)"\} (\d+)/gm)].map(
        ([, le = '', count]) => [le, Number(count)]
      )
    );
  const [first, last] = [counts(before), counts(after)];
  const grown = [...last].map(([le, count]) => ({
    le: Number(le.replace('+Inf', 'Infinity')),
    count: count - (first.get(le) ?? 0),
  }));
  const polls = grown.at(-1)?.count ?? 0;
  return {
    within: (grown.find(({ count }) => count >= polls * 0.99)?.le ?? Infinity) * 1_000,
    late: polls - (grown.find(({ le }) => le === 0.015)?.count ?? 0),
    polls,
  };
}

/** What the service as a whole costs the machine it runs on, with history, API and all its rooms. */
export const thousandSessions: Row = {
  id: 'thousand-sessions',
  what: '1000 sessions (real sshd on many 127.x addresses) at 15 s: share of a core, lateness p99, RSS',
  bar: '≤ 0.15, ≤ 15 ms, ≤ 250 MB',
  minutes: 12,
  group: 'sessions',
  async run() {
    const { pid, sessions, get } = await manySessions();
    await pause(settleSeconds * 1_000);
    const own = async () => (await get('/metrics/exporter')).text;
    const ticks = () => processStat(pid)?.ticks ?? NaN;
    let resident = 0;
    const shareOfMinute = async (): Promise<number> => {
      const [from, began] = [ticks(), Date.now()];
      while (Date.now() - began < seconds * 1_000) {
        await pause(1_000);
        resident = Math.max(resident, residentMegabytes(pid));
      }
      return ((ticks() - from) * 10) / (Date.now() - began);
    };
    const before = await own();
    const shares: number[] = [];
    for (let run = 0; run < warmUps + runs; run += 1) {
      shares.push(await shareOfMinute());
    }
    const after = await own();
    const share = median(shares.slice(warmUps));
    const { within, late, polls } = p99(before, after);
    const failed = /^shellwatch_polls_total\{result="failed"\} (\d+)/m;
    const failures = Number(failed.exec(after)?.[1]) - Number(failed.exec(before)?.[1]);
    const told = (some: readonly number[]) => some.map((one) => one.toFixed(3)).join(', ');
    return {
      measured: `${share.toFixed(3)}, ≤ ${within} ms, ${resident.toFixed(0)} MB`,
      holds: share <= 0.15 && within <= 15 && resident <= 250 && failures === 0,
      details: [
        `${sessions} sessions, ${polls} polls in ${shares.length} minutes, ${failures} failed; ${late} began more than 15 ms late (${((late / polls) * 100).toFixed(2)} %).`,
        `Of a core, minute by minute: ${told(shares.slice(0, warmUps))} while Node still compiled, then ${told(shares.slice(warmUps))}; the middle one of these counts.`,
        'The service is a process of its own with everything it does beside polling (history, vitals, API, SQLite); lateness and the highest RSS are of all minutes.',
      ],
    };
  },
};
