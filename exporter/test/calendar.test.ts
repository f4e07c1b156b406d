/* A calendar subscribes to a rota: by an address alone, as Google's, Apple's and Outlook's do, which send no token of ours. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';

describe('the address of a calendar', () => {
  let service: TestService;
  let id = '';
  const get = (path: string) => fetch(`${service.url}${path}`);
  const statusOf = async (path: string) => (await get(path)).status;
  const make = async () => (await service.client.makeCalendarLink({ params: { id } })).path;

  beforeAll(async () => {
    service = await startTestService();
    const contacts = [(await service.client.createContact({ body: { name: 'ann' } })).id];
    id = (await service.client.createSchedule({ body: { name: 'nights', timeZone: 'Europe/Berlin', contacts, start: '2026-01-01', handOver: { weekday: 1, at: '09:00' } } })).id;
  });
  afterAll(() => service?.stop());

  it('reads that rota without a token, and nothing else', async () => {
    const path = await make();
    expect(path).toMatch(new RegExp(`^/calendars/${id}/[\\w-]{43}\\.ics$`));
    const reply = await get(path);
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control')]).toEqual([200, 'text/calendar; charset=utf-8', 'private, no-cache']);
    // Each reply says when it was made.
    const shiftsOf = (text: string): string => text.replace(/^DTSTAMP:.*$/gm, '');
    expect(shiftsOf(await reply.text())).toBe(shiftsOf(await service.client.scheduleCalendar({ params: { id } })));
    const secret = path.split('/').at(-1)?.slice(0, -4) as string;
    expect((await service.ask('GET', '/api/v1/schedules', { token: secret })).status).toBe(403);
    expect((await fetch(`${service.url}${path}`, { method: 'POST' })).status).toBe(405);
  });

  it('is not found when anything of it is wrong', async () => {
    const path = await make();
    const [, , , file = ''] = path.split('/');
    const other = file.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    for (const wrong of [`/calendars/${id}/${other}`, `/calendars/${id}/x.ics`, `/calendars/${id}/${file.slice(0, -4)}`, `/calendars/nobody/${file}`, `/calendars/${id}`, `/calendars/${'x'.repeat(100)}/${file}`]) {
      expect([wrong, await statusOf(wrong)]).toEqual([wrong, 404]);
    }
  });

  it('ends when another is made, when it is ended, and with its rota', async () => {
    const [first, second] = [await make(), await make()];
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
    await service.client.endCalendarLink({ params: { id } });
    expect(await statusOf(second)).toBe(404);
    const third = await make();
    await service.client.deleteSchedule({ params: { id }, ifMatch: '*' });
    expect(await statusOf(third)).toBe(404);
    await expect(make()).rejects.toMatchObject({ code: 'schedule_not_found' });
    const { items } = await service.client.listAudit({ query: { limit: 100 } });
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['schedule.calendar_link.make', 'schedule.calendar_link.end']));
    // It is in no log and in no audit: only who made it has seen it.
    for (const path of [first, second, third]) {
      const secret = path.split('/').at(-1)?.slice(0, -4) as string;
      expect(`${service.log.join('')}${JSON.stringify(items)}`).not.toContain(secret);
    }
  });
});
