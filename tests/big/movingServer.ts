import { PassThrough } from 'node:stream';
import captured from '../../exporter/test/captured/vm.json' with { type: 'json' };
import { createFakeSession } from '../../exporter/test/fakeSession.ts';
import type { RemoteStream, Session } from '../../exporter/src/ssh/session.ts';

const files: Record<string, string> = captured.files;
const runs: Record<string, string> = captured.runs;

/** Load that comes and goes, different on each server: a share from 0 to 1. */
const share = (number: number, seconds: number) => 0.5 + 0.45 * Math.sin(number * 7.3 + seconds / (120 + (number % 50)));

/** Busy time so far is the integral of the share, in ticks of 10 ms. */
const busyTicks = (number: number, seconds: number) => {
  const period = 120 + (number % 50);
  return Math.round(100 * (0.5 * seconds - 0.45 * period * Math.cos(number * 7.3 + seconds / period) + 0.45 * period));
};

function moving(number: number, seconds: number): Record<string, string> {
  const busy = busyTicks(number, seconds);
  const idle = Math.max(0, Math.round(100 * seconds) - busy);
  const cpu = (name: string, times: number) => `${name} ${busy * times} 0 0 ${idle * times} 0 0 0 0 0 0`;
  const total = 16_384_000;
  const available = Math.round(total * (1 - share(number * 3, seconds)));
  return {
    '/proc/stat': (files['/proc/stat'] ?? '').replace(/^cpu .*\ncpu0 .*\ncpu1 .*/m, [cpu('cpu', 2), cpu('cpu0', 1), cpu('cpu1', 1)].join('\n')).replace(/^btime \d+/m, `btime ${Math.round(Date.now() / 1000 - seconds - number * 3600)}`),
    '/proc/meminfo': (files['/proc/meminfo'] ?? '').replace(/^MemTotal:.*/m, `MemTotal: ${total} kB`).replace(/^MemAvailable:.*/m, `MemAvailable: ${available} kB`),
    '/proc/loadavg': `${(share(number, seconds) * 2).toFixed(2)} 0.80 0.60 2/222 3270\n`,
  };
}

/** The captured machine's commands, with another fullness of its disk on each server. */
function runner(number: number): RemoteStream {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const ended = Promise.withResolvers<null>();
  const free = Math.round(16_000_000 * (1 - (0.2 + 0.7 * ((number * 37) % 100) / 100)));
  const answers: Record<string, string> = { ...runs, filesystem: `4096 16000000 ${free} ${free} 16777216 15670857 /\n` };
  input.on('data', (chunk: Buffer) => {
    for (const [, nonce = '', mark = '', name = ''] of chunk.toString().matchAll(/printf '\\n(\w+) ([rb])(?: ([\w-]+))?\\n'/g)) {
      output.write(mark === 'r' ? `\n${nonce} r\n` : `\n${nonce} b ${name}\n${answers[name] ?? ''}\n${nonce} e 0\n`);
    }
  });
  return { input, output, errors, ended: ended.promise, close: () => Promise.resolve(ended.resolve(null)) };
}

/** A session to a server that exists nowhere: it answers what a real one answered once, with numbers that move. */
export function movingServer(number: number): Session {
  const begun = Date.now() - 3_600_000;
  const session = createFakeSession();
  session.answer = (plan) => {
    const seconds = (Date.now() - begun) / 1000;
    const now: Record<string, string> = { ...files, ...moving(number, seconds) };
    return { time: Date.now() / 1000, files: new Map(plan.files.flatMap((file) => (now[file] === undefined ? [] : [[file, now[file]]]))), links: new Map() };
  };
  return {
    ...session,
    read: session.read,
    stream: (_, { stdin }) => {
      const stream = runner(number);
      stream.input.write(stdin ?? '');
      return Promise.resolve(stream);
    },
  };
}
