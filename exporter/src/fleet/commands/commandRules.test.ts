import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommandInput, Parameter } from '../../../../contract/command.ts';
import { diffSpans, linesOf } from './lineDiff.ts';
import { metricName } from '../../../../contract/metricName.ts';
import { nameProblems } from './nameProblems.ts';
import { parameterValues } from './parameterValues.ts';
import { checkSchedule, createTimetable } from './schedule.ts';
import { succeeded } from './success.ts';
import { createCommandValues } from './values.ts';
import { checkDefinition } from './commands.ts';

const parameter = (value: unknown) => Parameter.parse(value);

describe('parameterValues', () => {
  const parameters = [
    parameter({ name: 'COUNT', type: 'integer', min: 1, max: 10, default: '3' }),
    parameter({ name: 'UNIT', pattern: '[a-z]+', required: true }),
    parameter({ name: 'MODE', type: 'choice', choices: ['fast', 'slow'] }),
  ];
  it('fills in defaults and leaves out what nobody gave', () => {
    expect(parameterValues(parameters, { UNIT: 'nginx' })).toEqual({ COUNT: '3', UNIT: 'nginx' });
  });
  it.each([
    [{ UNIT: 'nginx', COUNT: '11' }, 'values.COUNT should be at most 10'],
    [{ UNIT: 'nginx', COUNT: '1.5' }, 'whole number'],
    [{ UNIT: 'a;b' }, 'matches [a-z]+'],
    [{}, 'values.UNIT is required'],
    [{ UNIT: 'x', MODE: 'odd' }, 'one of fast, slow'],
    [{ UNIT: 'x', OTHER: '1' }, 'values.OTHER is not a parameter'],
    [{ UNIT: 'a\0b' }, 'NUL'],
  ])('refuses %j', (given, text) => {
    expect(() => parameterValues(parameters, given as Record<string, string>)).toThrow(text);
  });
});

describe('metricName', () => {
  it('puts command, metric, unit and _total together, none twice', () => {
    expect(metricName('backup', { metric: 'age_seconds', unit: 'seconds', type: 'gauge' })).toBe('shellwatch_command_backup_age_seconds');
    expect(metricName('backup', { metric: '', unit: '', type: 'counter' })).toBe('shellwatch_command_backup_total');
  });
  it('says what promtool would say', () => {
    expect(nameProblems('shellwatch_command_a_milliseconds', 'gauge', 'milliseconds')[0]).toContain('use seconds');
    expect(nameProblems('shellwatch_command_a_total', 'gauge', '')[0]).toContain('only a counter');
    expect(nameProblems('shellwatch_command_a_bytes', 'gauge', 'bytes')).toEqual([]);
  });
});

describe('createTimetable', () => {
  /** What is due on one server from one instant to another, as hours of UTC. */
  const between = (cron: string, from: string, to: string): string[] => {
    const timetable = createTimetable('c', { type: 'cron', cron, timeZone: 'Europe/Berlin' });
    const found: string[] = [];
    for (let at = timetable.next(Date.parse(from), 's'); at !== undefined && at < Date.parse(to); at = timetable.next(at, 's')) {
      found.push(new Date(timetable.round(at, 's')).toISOString().slice(11, 16));
    }
    return found;
  };

  it('runs what is due at a time once when clocks change, and what is due every so often by real time', () => {
    // 2:00 becomes 3:00 at 1:00 UTC; 3:00 becomes 2:00 at 1:00 UTC.
    const spring = (cron: string) => between(cron, '2026-03-28T23:30:00Z', '2026-03-29T03:10:00Z');
    const autumn = (cron: string) => between(cron, '2026-10-24T23:30:00Z', '2026-10-25T03:10:00Z');
    expect([spring('30 2 * * *'), autumn('30 2 * * *')]).toEqual([['01:00'], ['00:30']]);
    expect([spring('0,30 2 * * *'), autumn('0,30 2 * * *')]).toEqual([['01:00'], ['00:00', '00:30']]);
    expect([spring('30 2,4 * * *'), autumn('30 2,4 * * *')]).toEqual([['01:00', '02:30'], ['00:30']]);
    expect([spring('0 * * * *'), autumn('0 * * * *')]).toEqual([['00:00', '01:00', '02:00', '03:00'], ['00:00', '01:00', '02:00', '03:00']]);
    expect(autumn('*/30 2 * * *')).toEqual(['00:00', '00:30', '01:00', '01:30']);
  });

  const at = Date.parse('2026-03-28T12:00:00Z');
  it('keeps each server on its own phase of an interval', () => {
    const timetable = createTimetable('c', { type: 'interval', every: '1m' });
    const first = timetable.next(at, 'a') as number;
    expect(first).toBeGreaterThan(at);
    expect(first).toBeLessThanOrEqual(at + 60_000);
    expect((timetable.next(first, 'a') as number) - first).toBeCloseTo(60_000, 0);
    expect(timetable.next(at, 'b')).not.toBe(first);
    expect(timetable.twoMissed(at)).toBe(at + 120_000);
  });
  it('follows the time zone over a change of clocks', () => {
    const timetable = createTimetable('c', { type: 'cron', cron: '30 6 * * *', timeZone: 'Europe/Berlin' });
    const before = timetable.next(Date.parse('2026-03-28T00:00:00Z'), 'a') as number;
    const after = timetable.next(Date.parse('2026-03-29T00:00:00Z'), 'a') as number;
    expect(new Date(before).toISOString()).toMatch(/^2026-03-28T05:30:0/);
    expect(new Date(after).toISOString()).toMatch(/^2026-03-29T04:30:0/);
    expect(after - before).toBeCloseTo(23 * 3_600_000, 0);
  });
  it('knows by the calendar when two runs were missed', () => {
    const timetable = createTimetable('c', { type: 'cron', cron: '0 9 * * 1-5', timeZone: 'UTC' });
    const missed = (at: string) => new Date(timetable.twoMissed(Date.parse(at)) as number).toISOString();
    // 27 March 2026 is a Friday.
    expect([missed('2026-03-25T09:00:05Z'), missed('2026-03-27T09:00:05Z'), missed('2026-03-27T09:00:05Z')]).toEqual(['2026-03-27T09:00:10.000Z', '2026-03-31T09:00:10.000Z', '2026-03-31T09:00:10.000Z']);
  });
  it('refuses what can not be kept', () => {
    expect(() => createTimetable('c', { type: 'interval', every: '1s' })).toThrow('at least 5s');
    expect(() => createTimetable('c', { type: 'cron', cron: '61 * * * *', timeZone: 'UTC' })).toThrow('schedule.cron');
    expect(() => createTimetable('c', { type: 'cron', cron: '* * * * *', timeZone: 'Mars/Base' })).toThrow('schedule.timeZone: Mars/Base is no time zone');
    expect(() => checkSchedule({ type: 'cron', cron: '* * * * * *', timeZone: 'UTC' })).toThrow('at least 5s apart');
    expect(() => checkSchedule({ type: 'cron', cron: '*/7 * * * * *', timeZone: 'UTC' })).toThrow('at least 5s apart');
    expect(() => checkSchedule({ type: 'cron', cron: '*/5 * * * * *', timeZone: 'UTC' })).not.toThrow();
    expect(() => checkSchedule({ type: 'cron', cron: '0 0 30 2 *', timeZone: 'UTC' })).toThrow('never comes due');
    expect(() => checkSchedule({ type: 'cron', cron: '0 9 * * 1-5', timeZone: 'America/New_York' })).not.toThrow();
  });
});

describe('succeeded', () => {
  const outcome = { exitCode: 1, stdout: 'state: OK\n', truncated: false };
  it('goes by exit code or by pattern, and never by half an output', () => {
    expect(succeeded({ type: 'exit-code', codes: [0, 1] }, outcome)).toBe(true);
    expect(succeeded({ type: 'pattern', pattern: '^state: OK$' }, outcome)).toBe(true);
    expect(succeeded({ type: 'pattern', pattern: 'OK' }, { ...outcome, truncated: true })).toBe(false);
  });
});

describe('createCommandValues', () => {
  const metric = { name: 'shellwatch_command_q', type: 'gauge' as const, help: 'h', samples: [{ labels: {}, value: 1, start: null, end: null }], dropped: 2 };
  it('gives the newest values, tells what was dropped, and lets them age out', () => {
    const values = createCommandValues((_, at) => at + 100);
    values.put('c', 'q', { id: 's', name: 'web1' }, [metric], 1000);
    expect(values.families('s', 1100).map((family) => family.name)).toEqual(['shellwatch_command_q', 'shellwatch_command_dropped_samples']);
    expect(values.families('s', 1101)).toEqual([]);
    values.put('c', 'q', { id: 's', name: 'web1' }, [metric], 2000);
    values.forget({ commandId: 'c' });
    expect(values.families('s', 2000)).toEqual([]);
  });
});

describe('lineDiff', () => {
  const lineDiff = (left: string, right: string) => linesOf(diffSpans(left, right), left, right);
  it('shows lines of one side between those of both', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\nc').map(({ side, text }) => `${side} ${text}`)).toEqual(['both a', 'left b', 'right x', 'both c']);
  });
  it('gives back both texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const lines = lineDiff(left, right);
        const side = (without: string) => lines.filter((line) => line.side !== without).map((line) => line.text).join('\n');
        expect(side('right')).toBe(left);
        expect(side('left')).toBe(right);
      })
    );
  });
});

describe('checkDefinition', () => {
  const base = { name: 'q', script: 'true' };
  it.each([
    [{ timeout: '2h' }, 'timeout'],
    [{ parameters: [{ name: 'A' }, { name: 'A' }] }, 'twice'],
    [{ parameters: [{ name: 'A', pattern: '(' }] }, 'parameters.0.pattern'],
    [{ success: { type: 'pattern', pattern: '(' } }, 'success.pattern'],
    [{ parameters: [{ name: 'A', type: 'choice' }] }, 'parameters.0.choices'],
    [{ parameters: [{ name: 'A', type: 'integer', min: 5, max: 1 }] }, 'parameters.0.max'],
    [{ parameters: [{ name: 'A', type: 'integer', default: 'abc' }] }, 'parameters.0.default: should be a whole number'],
    [{ parameters: [{ name: 'A', pattern: 'x+', default: 'y' }] }, 'parameters.0.default'],
    [{ parameters: [{ name: 'A', required: true }], schedule: { type: 'interval', every: '1m' } }, 'nobody is asked'],
    [{ name: 'dropped_samples', extractions: [{ source: 'exit-code' }] }, 'the exporter itself makes it'],
    [{ extractions: [{ source: 'exit-code', metric: 'a_total' }, { source: 'duration', metric: 'a', type: 'counter' }] }, 'extractions.1.metric: shellwatch_command_q_a_total is taken: it can not be gauge and counter at once'],
  ])('refuses %j', (change, text) => {
    expect(() => checkDefinition(CommandInput.parse({ ...base, ...change }))).toThrow(text);
  });

  it('takes defaults that fit, none where one is not needed, and one family of two extractions', () => {
    const parameters = [{ name: 'A', type: 'integer', default: '3', min: 1, max: 5 }, { name: 'B', type: 'choice', choices: ['x'], default: '' }, { name: 'C', required: true }];
    expect(() => checkDefinition(CommandInput.parse({ ...base, parameters }))).not.toThrow();
    expect(() => checkDefinition(CommandInput.parse({ ...base, extractions: [{ source: 'regex', pattern: 'a=(?P<value>1)(?P<l>x)' }, { source: 'exit-code' }] }))).not.toThrow();
  });
});
