import { describe, expect, it } from '@jest/globals';
import { LogSourceInput } from '../../../../contract/logSource.ts';
import { analyze } from './analyze.ts';
import { splitEntries } from './entries.ts';
import { entryParser } from './formats.ts';
import { journalEntry } from './journal.ts';
import { compilePattern } from '../pattern.ts';
import { createSourceParser } from './sourceReader.ts';
import { createTemplates, mask } from './template.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const source = (changes: Record<string, unknown> = {}) => LogSourceInput.parse({ name: 'app', serverId: 's1', type: 'file', path: '/var/log/app.log', ...changes });
const parse = (line: string, changes: Record<string, unknown> = {}) => {
  const definition = source(changes);
  const { time, ...rest } = entryParser(definition, { timeZone: definition.timeZone, now: () => now })(line);
  return { time: time === undefined ? null : new Date(time).toISOString(), ...rest };
};

describe('entryParser, format auto', () => {
  it.each([
    ['Nov 23 10:02:03 web1 sshd[812]: Failed password for root', '2026-11-23T10:02:03.000Z', 'error', 'Failed password for root'],
    ['Dec 31 23:59:59 web1 cron: done', '2025-12-31T23:59:59.000Z', 'unknown', 'done'],
    ['2026-11-23T10:02:03.456+01:00 web1 app[9]: warn: disk slow', '2026-11-23T09:02:03.456Z', 'warning', 'warn: disk slow'],
    ['<11>Nov 23 10:02:03 web1 kernel: panic soon', '2026-11-23T10:02:03.000Z', 'error', 'panic soon'],
    ['<165>1 2026-11-23T10:02:03.003Z host app 111 ID47 - all is well', '2026-11-23T10:02:03.003Z', 'notice', 'all is well'],
    ['{"level":"warn","ts":1795428123.5,"msg":"slow query","ms":900}', '2026-11-23T10:02:03.500Z', 'warning', 'slow query'],
    ['{"level":50,"time":1795428123500,"msg":"boom"}', '2026-11-23T10:02:03.500Z', 'error', 'boom'],
    ['time="2026-11-23T10:02:03Z" level=info msg="started \\"web\\"" port=80', '2026-11-23T10:02:03.000Z', 'info', 'started "web"'],
    ['192.0.2.7 - ann [23/Nov/2026:10:02:03 +0000] "GET /a?b=1 HTTP/1.1" 503 12 "-" "curl/8"', '2026-11-23T10:02:03.000Z', 'error', 'GET /a?b=1 HTTP/1.1 503'],
    ['2026/11/23 10:02:03 [error] 12#12: *1 open() "/x" failed', '2026-11-23T10:02:03.000Z', 'error', '*1 open() "/x" failed'],
    ['[Mon Nov 23 10:02:03.123456 2026] [core:warn] [pid 12:tid 13] [client 192.0.2.1:99] AH00094: bad', '2026-11-23T10:02:03.123Z', 'warning', 'AH00094: bad'],
    ['2026-11-23 10:02:03,456 INFO  [main] started', '2026-11-23T10:02:03.456Z', 'info', 'INFO  [main] started'],
    // These look like syslog's files, but for what stands where the host would be.
    ['2026/11/23 10:02:03 [warn] 12#34: *5 upstream is slow', '2026-11-23T10:02:03.000Z', 'warning', '*5 upstream is slow'],
    ['2026-11-23T10:02:03Z ERROR db: connection lost', '2026-11-23T10:02:03.000Z', 'error', 'ERROR db: connection lost'],
    ['2026-11-23 10:02:03,456 warn worker[7]: queue is long', '2026-11-23T10:02:03.456Z', 'warning', 'warn worker[7]: queue is long'],
    ['2026-11-23 10:02:03.456 UTC [4711] ERROR:  no such relation', '2026-11-23T10:02:03.456Z', 'error', '[4711] ERROR:  no such relation'],
    ['Nov 23 10:02:03 log app: ready', '2026-11-23T10:02:03.000Z', 'unknown', 'ready'],
    ['no time here', null, 'unknown', 'no time here'],
  ])('%s', (line, time, level, message) => {
    expect(parse(line)).toMatchObject({ time, level, message });
  });

  it('takes times without an offset in the zone of the source, also in a German autumn', () => {
    expect(parse('2026-10-25 12:00:00 x', { timeZone: 'Europe/Berlin' }).time).toBe('2026-10-25T11:00:00.000Z');
    expect(parse('2026-10-24 12:00:00 x', { timeZone: 'Europe/Berlin' }).time).toBe('2026-10-24T10:00:00.000Z');
  });

  it('keeps the named parts of an own pattern', () => {
    const own = { format: 'pattern', pattern: '^(?P<time>\\d{2}\\.\\d{2}\\.\\d{4} \\d{2}:\\d{2}) (?P<level>\\w+) (?P<job>\\w+) (?P<message>.*)$', timeFormat: 'dd.MM.yyyy HH:mm' };
    expect(parse('23.11.2026 10:02 ERROR backup disk is full', own)).toEqual({ time: '2026-11-23T10:02:00.000Z', level: 'error', message: 'disk is full', fields: { job: 'backup' } });
  });
});

describe('journalEntry', () => {
  it('reads priority, time and a message of bytes', () => {
    const line = JSON.stringify({ MESSAGE: [104, 105, 255], PRIORITY: '3', __REALTIME_TIMESTAMP: '1795428123456789', SYSLOG_IDENTIFIER: 'app', _HOSTNAME: 'web1' });
    expect(journalEntry(line)).toMatchObject({ time: 1795428123456, level: 'error', fields: { app: 'app', host: 'web1' } });
    expect(journalEntry('-- no entries --')).toBeUndefined();
  });
});

describe('splitEntries', () => {
  const texts = (data: string, begins?: string, last = false) => {
    const { entries, rest } = splitEntries(Buffer.from(data), begins === undefined ? undefined : compilePattern(begins, 'multiline'), last);
    return [entries.map((entry) => entry.text), rest.toString()];
  };
  it('leaves an unfinished line for later', () => expect(texts('a\nb\nc')).toEqual([['a', 'b'], 'c']));
  it('joins what belongs together, and leaves the last entry open', () => {
    expect(texts('ERR x\n at y\nERR z\n', '^ERR')).toEqual([['ERR x\n at y'], 'ERR z\n']);
    expect(texts('ERR x\n at y\nERR z\n', '^ERR', true)).toEqual([['ERR x\n at y', 'ERR z'], '']);
  });
  it('cuts an endless line', () => {
    const { entries } = splitEntries(Buffer.from(`${'x'.repeat(100_000)}\n`), undefined, false);
    expect(entries[0]).toMatchObject({ truncated: true, bytes: 100_001 });
  });
});

describe('templates', () => {
  it('masks what varies', () => {
    expect(mask('user 42 from 192.0.2.1:5000 took 12ms id 3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toBe('user <*> from <*> took <*> id <*>');
  });
  it('groups messages of one kind', () => {
    const templates = createTemplates();
    const keys = ['Accepted key for ann', 'Accepted key for bob', 'Disk full on sda'].map((message) => templates.add(message));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(templates.pattern(keys[0] as number)).toBe('Accepted key for <*>');
  });
  it('takes messages that are all unlike for what they have in common, at a cost that does not grow', () => {
    const templates = createTemplates();
    // Letters alone: what has digits is masked before.
    const word = (seed: number) => Math.imul(seed + 1, 0x9e3779b1).toString(2).replace(/-/, '').padStart(32, '0').replaceAll('0', 'o').replaceAll('1', 'l');
    const counts = new Map<number, number>();
    const began = performance.now();
    for (let index = 0; index < 30_000; index += 1) {
      const key = templates.add(`user ${word(index)} did ${word(index + 11)} ${word(index * 3 + 5)} ${word(index * 7 + 1)}`);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(performance.now() - began).toBeLessThan(2500);
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    expect(templates.pattern(most?.[0] as number)).toBe('user <*> did <*> <*> <*>');
  });
});

describe('analyze', () => {
  it('known log in, known counts out', async () => {
    const parser = createSourceParser({ id: 'l1', definition: source() }, () => now);
    const at = (minute: number, text: string) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z ${text}\n`;
    let text = '';
    for (let minute = 0; minute < 30; minute += 1) {
      text += at(minute, `INFO request ${minute} done`);
    }
    for (let minute = 30; minute < 60; minute += 1) {
      text += at(minute, `INFO request ${minute} done`) + at(minute, `INFO request 9${minute} done`) + at(minute, `INFO request 8${minute} done`);
    }
    text += at(59, 'ERROR connection to db2 lost');
    const { lines } = parser.lines(Buffer.from(text), { id: 's1', name: 'web1' }, '/x', true);
    const result = await analyze(lines, { from: Date.parse('2026-11-23T10:30:00Z'), to: Date.parse('2026-11-23T11:00:00Z'), buckets: 3, patterns: 10 });
    expect(result.total).toBe(91);
    expect(result.levels).toEqual({ info: 90, error: 1 });
    expect(result.buckets.map((bucket) => bucket.levels)).toEqual([{ info: 30 }, { info: 30 }, { info: 30, error: 1 }]);
    expect(result.patterns.map(({ pattern, count, before, trend }) => ({ pattern, count, before, trend }))).toEqual([
      { pattern: 'INFO request <*> done', count: 90, before: 30, trend: 'rising' },
      { pattern: 'ERROR connection to db2 lost', count: 1, before: 0, trend: 'new' },
    ]);
    expect(result.errors[0]?.before).toHaveLength(3);
    expect(result.linesPerSecond).toBeCloseTo(91 / 1800);
  });
});

describe('lines made to be slow', () => {
  const long = 32_768;
  const lines = Object.entries({
    word: 'a', pairs: 'a=', fields: 'a=b ', quotes: 'a="', brackets: '[', structured: '[a]', digits: '1', colons: '1:', dots: 'a.', spaces: ' ', mails: 'a@', braces: '{"a":', times: '2026-01-01T00:00:00 ', escapes: '\\"',
  }).flatMap(([name, piece]) => {
    const text = piece.repeat(long / piece.length);
    return [[name, text], [`${name} behind a head`, `<1>1 a b c d e ${text}`], [`${name} in an access log`, `1.1.1.1 - - [x] "${text}`]] as const;
  });
  it.each(['auto', 'syslog', 'json', 'logfmt', 'nginx', 'apache', 'plain'] as const)('%s: none takes more than 50 ms', (format) => {
    const read = entryParser({ format, pattern: null, timeFormat: null }, { timeZone: 'UTC', now: () => now });
    for (const [name, line] of lines) {
      const times = Array.from({ length: 3 }, () => {
        const began = performance.now();
        read(line);
        createTemplates().add(line);
        return performance.now() - began;
      });
      expect([name, Math.min(...times) < 50]).toEqual([name, true]);
    }
  });
});
