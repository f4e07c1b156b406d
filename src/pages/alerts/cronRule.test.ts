import { cronText, readCron, writeCron } from './cronRule';

it.each([
  ['0 3 * * 0', { every: 'week', at: '03:00', days: [7] }, 'every Sunday at 03:00'],
  ['30 22 * * 1-5', { every: 'week', at: '22:30', days: [1, 2, 3, 4, 5] }, 'every Monday, Tuesday, Wednesday, Thursday, Friday at 22:30'],
  ['5 4 * * *', { every: 'day', at: '04:05' }, 'every day at 04:05'],
  ['0 0 15 * *', { every: 'month', at: '00:00', day: 15 }, 'on day 15 of each month at 00:00'],
])('reads %s', (cron, rule, words) => {
  expect(readCron(cron)).toEqual(rule);
  expect(cronText(cron)).toBe(words);
  expect(readCron(writeCron(readCron(cron)))).toEqual(rule);
});

it.each(['*/5 * * * *', '0 3 * 6 *', '0 3 L * *', '0 3 1 * 1', '0 25 * * *', '0 3 * * 5-1', ''])('leaves %s as it is', (cron) => {
  expect(readCron(cron)).toEqual({ every: 'cron', cron });
  expect(writeCron(readCron(cron))).toBe(cron);
});
