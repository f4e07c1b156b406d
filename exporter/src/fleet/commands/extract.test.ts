import { describe, expect, it } from '@jest/globals';
import { Extraction } from '../../../../contract/extraction.ts';
import { createExtractor } from './extract.ts';
import { diff, extract as extractAside, judge } from './outputThread.ts';

const facts = (output: string) => ({ output, exitCode: 3, durationSeconds: 1.5 });
const extract = (extraction: unknown, output: string, cap = 10) =>
  createExtractor('queue', [Extraction.parse(extraction)], cap).extract(facts(output))[0];

describe('createExtractor', () => {
  it('makes a sample of each match: value, other groups as labels, places in the output', () => {
    const metric = extract({ source: 'regex', pattern: '^(?P<name>\\w+): (?P<value>\\d+)$', metric: 'length' }, 'mail: 12\nweb: 0\nnoise');
    expect(metric?.name).toBe('shellwatch_command_queue_length');
    expect(metric?.samples).toEqual([
      { labels: { name: 'mail' }, value: 12, start: 0, end: 8 },
      { labels: { name: 'web' }, value: 0, start: 9, end: 15 },
    ]);
  });

  it('multiplies by the factor and ends the name with unit and _total', () => {
    const metric = extract({ source: 'regex', pattern: 'took (?P<value>\\d+)', unit: 'seconds', factor: 0.001, type: 'counter' }, 'took 250');
    expect(metric).toMatchObject({ name: 'shellwatch_command_queue_seconds_total', samples: [{ value: 0.25 }] });
  });

  it('counts what it leaves out: over the cap, twice the same labels, no number', () => {
    const output = Array.from({ length: 15 }, (_, index) => `k${index}=${index}`).join('\n');
    expect(extract({ source: 'regex', pattern: '(?P<k>k\\d+)=(?P<value>\\d+)' }, output)).toMatchObject({ dropped: 5 });
    expect(extract({ source: 'regex', pattern: '(?P<value>\\w+)' }, '1 2 x')).toMatchObject({ samples: [{ value: 1 }], dropped: 2 });
  });

  it('takes numbers and labels out of JSON', () => {
    const output = JSON.stringify({ jobs: [{ id: 'a', stats: { wait: 2 } }, { id: 'b', stats: { wait: '3.5' } }, { id: 'c' }] });
    const metric = extract({ source: 'json-path', path: '$.jobs[*]', value: '$.stats.wait', labels: { job: '$.id' } }, output);
    expect(metric?.samples.map(({ labels, value }) => [labels['job'], value])).toEqual([['a', 2], ['b', 3.5]]);
    expect(metric?.dropped).toBe(1);
    expect(extract({ source: 'json-path', path: '$.x' }, 'no json')).toMatchObject({ samples: [], dropped: 0 });
  });

  it('knows exit code and duration', () => {
    expect(extract({ source: 'exit-code' }, '')?.samples[0]?.value).toBe(3);
    expect(extract({ source: 'duration', unit: 'seconds' }, '')?.samples[0]?.value).toBe(1.5);
  });

  it.each([
    [{ source: 'regex', pattern: '(\\d+)' }, 'group named value'],
    [{ source: 'regex', pattern: '(?P<value>\\d+)(?P<instance>x)' }, 'reserved'],
    [{ source: 'regex', pattern: '(?P<value>\\d+)(?P<1st>x)' }, 'Prometheus label name'],
    [{ source: 'regex', pattern: '(?P<value>\\d+)\\1' }, 'RE2'],
    [{ source: 'regex', pattern: '(?P<value>(' }, 'RE2'],
    [{ source: 'json-path', path: '$..[' }, 'JSON path'],
  ])('refuses %j with the field', (extraction, text) => {
    expect(() => extract(extraction, '')).toThrow(text);
  });

  it.each(['(a+)+$', '(a|aa)+$', '(.*)*x', '([a-zA-Z]+)*$', '(a?){30}a{30}'])('is done in 50 ms with %s, or refuses it', (pattern) => {
    const began = performance.now();
    try {
      extract({ source: 'regex', pattern: `(?P<value>${pattern})` }, `${'a'.repeat(5000)}!`);
    } catch (error) {
      expect((error as { code?: string }).code).toBe('unprocessable');
    }
    // Generous for a busy machine; a backtracking engine would take hours.
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

/** Does the work and sees that the main thread had time for others meanwhile: one that did it itself would have had none. */
async function aside<T>(work: () => Promise<T>): Promise<T> {
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const began = performance.now();
  try {
    const result = await work();
    expect(ticks).toBeGreaterThan((performance.now() - began) / 100);
    return result;
  } finally {
    clearInterval(ticking);
  }
}

describe('extract, with a thread of its own for what may take long', () => {
  it('finds values in a MiB of output while the service goes on', async () => {
    const output = `${'a'.repeat(1_000_000)}\nqueue: 7\n`;
    const extraction = Extraction.parse({ source: 'regex', pattern: '(a+)+$|^queue: (?P<value>\\d+)$', help: 'Waiting.' });
    const [metric] = await aside(() => extractAside({ command: 'queue', extractions: [extraction], maxSeries: 10, facts: { output, exitCode: 0, durationSeconds: 1 } }));
    expect(metric?.samples.map((sample) => sample.value)).toEqual([7]);
  }, 30_000);

  it('goes aside with a text of a few lines already where the expressions are many or heavy', async () => {
    const heavy = Extraction.parse({ source: 'regex', pattern: '(.*ab){20}(?P<value>\\d+)', help: 'Waiting.' });
    const task = (count: number, output: string) => ({ command: 'queue', extractions: Array.from({ length: count }, () => heavy), maxSeries: 40, facts: { output, exitCode: 0, durationSeconds: 1 } });
    const [one] = await aside(() => extractAside(task(1, `${'ab'.repeat(32_000)}7`)));
    expect(one?.samples.map(({ value }) => value)).toEqual([7]);
    const many = await aside(() => extractAside(task(32, `${'ab'.repeat(1000)}7`)));
    expect(many.map(({ samples, dropped }) => samples.length + dropped)).toEqual(Array(32).fill(1));
    const outcome = { exitCode: 0, stdout: 'ab'.repeat(30_000), truncated: false };
    expect(await aside(() => judge({ success: { type: 'pattern', pattern: '(.*ab){20}c|(.*ab){20}$' }, outcome }))).toBe(true);
  }, 30_000);

  it('goes aside with an expression that was not tried before, and refuses a slow one by its field', async () => {
    const inText = (pattern: string) => extractAside({ command: 'queue', extractions: [Extraction.parse({ source: 'regex', pattern, help: 'Waiting.' })], maxSeries: 10, facts: { output: 'q=7', exitCode: 0, durationSeconds: 1 } });
    const [metric] = await aside(() => inText('(a|aa|aaa|aaaa){1,19}$|q=(?P<value>\\d+)'));
    expect(metric?.samples.map(({ value }) => value)).toEqual([7]);
    await expect(inText('(?P<value>(a?){100}a{100})')).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'extractions.0.pattern' }], message: expect.stringContaining('too slow') });
  }, 30_000);

  it('compiles aside what a JSON path takes for an expression out of the output', async () => {
    const output = JSON.stringify(Array.from({ length: 150 }, (_, index) => ({ name: `a${index}`, pattern: `(\\w+\\s?)+${index}$`, v: index })));
    const [metric] = await aside(() => extractAside({ command: 'queue', extractions: [Extraction.parse({ source: 'json-path', path: '$[?search(@.name, @.pattern)]', value: '$.v', labels: { name: '$.name' }, help: 'Waiting.' })], maxSeries: 1000, facts: { output, exitCode: 0, durationSeconds: 1 } }));
    expect(metric?.samples).toHaveLength(150);
  }, 30_000);

  it('compares two outputs of a MiB while the service goes on', async () => {
    const output = (every: number) => Array.from({ length: 2000 }, (_, line) => `${line % every}: ${'x'.repeat(500)}`).join('\n');
    const [left, right] = [output(7), output(5)];
    const lines = await aside(() => diff(left, right));
    const side = (without: string) => lines.filter((line) => line.side !== without).map((line) => line.text).join('\n');
    expect([side('right') === left, side('left') === right]).toEqual([true, true]);
    expect(lines.filter((line) => line.side === 'both').length).toBeGreaterThan(1000);
    await expect(diff('\n'.repeat(150_000), 'a\n'.repeat(50_000))).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('200000 lines') });
  }, 30_000);

  const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const inJson = (path: string, output: string) =>
    extractAside({ command: 'queue', extractions: [Extraction.parse({ source: 'json-path', path, value: '$.v', help: 'Waiting.' })], maxSeries: 10, facts: { output, exitCode: 0, durationSeconds: 1 } });

  it('gives match() and search() of a JSON path RE2: a back-tracking engine would take hours', async () => {
    const output = JSON.stringify([{ name: `${'a'.repeat(40)}!`, v: 1 }, { name: 'aaa', v: 2 }, { name: 7, v: 3 }]);
    const values = async (path: string) => (await inJson(path, output))[0]?.samples.map(({ value }) => value);
    expect(await values("$[?search(@.name, '^(a+)+$')]")).toEqual([2]);
    expect(await values("$[?match(@.name, 'a{3}')]")).toEqual([2]);
    expect(await values("$[?search(@.name, '!$')]")).toEqual([1]);
    await expect(values("$[?search(@.name, '(?=a)')]")).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'extractions.0.path' }] });
  }, 30_000);

  it('goes through a text again and again where a path wants it, and gives up on one that never ends', async () => {
    const [metric] = await aside(() => inJson('$[?count($..*) > 1]', JSON.stringify(Array(500).fill({ v: 1 }))));
    expect(metric?.dropped).toBe(499);
    await expect(aside(() => inJson('$..*..*..*..*..*..*..*..*', deep(45)))).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringMatching(/took (longer|more)/) });
    await expect(inJson('$..*', deep(400))).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('nested too deep') });
  }, 60_000);

  it('judges a MiB of output while the service goes on', async () => {
    const stdout = 'a'.repeat(1_048_576);
    const judged = await aside(() => Promise.all(['(.*b){5}', '(.*a){5}'].map((pattern) => judge({ success: { type: 'pattern', pattern }, outcome: { exitCode: 1, stdout, truncated: false } }))));
    expect(judged).toEqual([false, true]);
  }, 30_000);
});
