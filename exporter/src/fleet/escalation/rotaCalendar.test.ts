import { describe, expect, it } from '@jest/globals';
import type { ScheduleInput } from '../../../../contract/escalation.ts';
import { rotaCalendar } from './rotaCalendar.ts';

const at = (text: string) => Date.parse(text);

interface Component {
  name: string;
  properties: Array<[name: string, value: string]>;
  parts: Component[];
}

/** Reads a calendar as strictly as RFC 5545 writes it: 3.1 lines, 3.3.11 texts, 3.4 and 3.6 what must be there. */
function readCalendar(text: string): Component {
  expect(text.endsWith('\r\n')).toBe(true);
  const folded = text.slice(0, -2).split('\r\n');
  // No line is longer than 75 octets, and neither CR nor LF nor another control character stands in one.
  expect(folded.filter((line) => Buffer.byteLength(line) > 75 || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(line) || !line.isWellFormed() || line.trim() === '')).toEqual([]);
  const root: Component = { name: '', properties: [], parts: [] };
  const open = [root];
  for (const line of text.slice(0, -2).replaceAll(/\r\n[ \t]/g, '').split('\r\n')) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[A-Z-]+=[^;:,"]+)*:(.*)$/.exec(line) ?? [];
    expect([line, name]).toEqual([line, expect.stringMatching(/./)]);
    const inner = open.at(-1) as Component;
    if (name === 'BEGIN') {
      const part = { name: value, properties: [], parts: [] };
      inner.parts.push(part);
      open.push(part);
    } else if (name === 'END') {
      expect(value).toBe(inner.name);
      open.pop();
    } else {
      inner.properties.push([name, value]);
    }
  }
  expect(open).toEqual([root]);
  expect(root.parts.map(({ name }) => name)).toEqual(['VCALENDAR']);
  const calendar = root.parts[0] as Component;
  expect([only(calendar, 'VERSION'), only(calendar, 'PRODID')]).toEqual(['2.0', expect.stringMatching(/./)]);
  expect(calendar.parts.every(({ name }) => name === 'VEVENT')).toBe(true);
  return calendar;
}
function only({ properties }: Component, wanted: string): string {
  const found = properties.filter(([name]) => name === wanted);
  expect([wanted, found.length]).toEqual([wanted, 1]);
  return found[0]?.[1] as string;
}
/** A TEXT value: every backslash escapes, and nothing that must be escaped stands bare. */
function textOf(value: string): string {
  expect(value).toMatch(/^(?:[^\\;,]|\\[\\;,nN])*$/);
  return value.replace(/\\(.)/g, (_, one: string) => (/n/i.test(one) ? '\n' : one));
}
function instantOf(value: string): number {
  const [, date, hour, minute, second] = /^(\d{4}\d{2}\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value) ?? [];
  return at(`${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${hour}:${minute}:${second}Z`);
}

describe('the calendar of a rota', () => {
  const rota: ScheduleInput = {
    name: `Nights, "ops"; \\o/ ${'日本語'.repeat(20)} ${'😀'.repeat(20)}`,
    timeZone: 'Europe/Berlin',
    contacts: ['ann', 'bob'],
    start: '2026-03-02',
    handOver: { weekday: 1, at: '09:00' },
    weeksPerTurn: 1,
    overrides: [
      { contactId: 'ann', from: '2026-03-24T00:00:00Z', to: '2026-03-27T00:00:00Z' },
      { contactId: 'bob', from: '2026-03-25T00:00:00Z', to: '2026-03-26T00:00:00Z' },
    ],
  };
  const nameOf = (id: string) => ({ ann: `Ann ${'ä'.repeat(100)}, MD`, bob: 'Bob; Jr.' })[id] ?? id;
  const now = at('2026-03-20T10:00:00Z');

  it('is what a strict reader takes, whatever people are called', () => {
    const calendar = readCalendar(rotaCalendar('rota-1', rota, nameOf, now));
    expect(textOf(only(calendar, 'X-WR-CALNAME'))).toBe(`On duty: ${rota.name}`);
    expect(textOf(only(calendar, 'NAME'))).toBe(`On duty: ${rota.name}`);
    expect(only(calendar, 'REFRESH-INTERVAL')).toBe('PT1H');
    expect(calendar.parts).toHaveLength(60);
    const uids = calendar.parts.map((event) => only(event, 'UID'));
    expect(new Set(uids).size).toBe(60);
    for (const event of calendar.parts) {
      expect(instantOf(only(event, 'DTSTAMP'))).toBe(now);
      expect(instantOf(only(event, 'DTEND'))).toBeGreaterThan(instantOf(only(event, 'DTSTART')));
    }
    expect(textOf(only(calendar.parts[0] as Component, 'SUMMARY'))).toBe(`${nameOf('ann')} on duty (${rota.name})`);
  });

  it('has shifts that follow each other, in the week with a clock change and around overrides', () => {
    const { parts } = readCalendar(rotaCalendar('rota-1', rota, nameOf, now));
    const shifts = parts.map((event) => [textOf(only(event, 'SUMMARY')).split(' ')[0], new Date(instantOf(only(event, 'DTSTART'))).toISOString(), new Date(instantOf(only(event, 'DTEND'))).toISOString()]);
    expect(shifts.slice(0, 7)).toEqual([
      ['Ann', '2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'],
      ['Bob;', '2026-03-23T08:00:00.000Z', '2026-03-24T00:00:00.000Z'],
      ['Ann', '2026-03-24T00:00:00.000Z', '2026-03-25T00:00:00.000Z'],
      ['Bob;', '2026-03-25T00:00:00.000Z', '2026-03-26T00:00:00.000Z'],
      ['Ann', '2026-03-26T00:00:00.000Z', '2026-03-27T00:00:00.000Z'],
      // 09:00 in Berlin is 07:00 UTC from here on.
      ['Bob;', '2026-03-27T00:00:00.000Z', '2026-03-30T07:00:00.000Z'],
      ['Ann', '2026-03-30T07:00:00.000Z', '2026-04-06T07:00:00.000Z'],
    ]);
    expect(shifts.slice(1).every(([, from], index) => from === shifts[index]?.[2])).toBe(true);
  });

  it('names a shift the same when it is asked for again', () => {
    const uidsAt = (when: number) => readCalendar(rotaCalendar('rota-1', rota, nameOf, when)).parts.map((event) => only(event, 'UID'));
    expect(uidsAt(now + 86_400_000).slice(0, 50)).toEqual(uidsAt(now).slice(0, 50));
  });
});
