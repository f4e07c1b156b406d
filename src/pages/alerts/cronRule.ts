/** A rule people choose without knowing cron; `cron` for all that is more than that. */
export type CronRule =
  | { every: 'day'; at: string }
  | { every: 'week'; at: string; days: number[] }
  | { every: 'month'; at: string; day: number }
  | { every: 'cron'; cron: string };

const two = (value: number) => String(value).padStart(2, '0');
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Days of the week as cron counts them: 0 and 7 are Sunday; lists and spans. undefined for what is no such list. */
function daysOf(field: string): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, first, last = first] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (first === undefined || last === undefined || Number(last) < Number(first)) {
      return undefined;
    }
    for (let day = Number(first); day <= Number(last); day += 1) {
      found.add(day === 0 ? 7 : day);
    }
  }
  return [...found].sort();
}

/** Reads what a cron rule says, as far as people choose it here. */
export function readCron(cron: string): CronRule {
  const [, minute, hour, dayOfMonth = '', month, weekday = ''] = /^(\d{1,2}) (\d{1,2}) (\S+) (\S+) (\S+)$/.exec(cron.trim()) ?? [];
  if (minute === undefined || hour === undefined || month !== '*' || Number(minute) > 59 || Number(hour) > 23) {
    return { every: 'cron', cron };
  }
  const at = `${two(Number(hour))}:${two(Number(minute))}`;
  if (dayOfMonth === '*' && weekday === '*') {
    return { every: 'day', at };
  }
  const days = dayOfMonth === '*' ? daysOf(weekday) : undefined;
  if (days !== undefined) {
    return { every: 'week', at, days };
  }
  return weekday === '*' && /^\d{1,2}$/.test(dayOfMonth) && Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= 31 ? { every: 'month', at, day: Number(dayOfMonth) } : { every: 'cron', cron };
}

export function writeCron(rule: CronRule): string {
  if (rule.every === 'cron') {
    return rule.cron;
  }
  const [hour = '0', minute = '0'] = rule.at.split(':').map((part) => String(Number(part)));
  const days = rule.every === 'week' ? rule.days.map((day) => day % 7).sort().join(',') : '*';
  return `${minute} ${hour} ${rule.every === 'month' ? rule.day : '*'} * ${days}`;
}

/** The rule in plain words. */
export function cronText(cron: string): string {
  const rule = readCron(cron);
  switch (rule.every) {
    case 'day':
      return `every day at ${rule.at}`;
    case 'week':
      return `every ${rule.days.map((day) => weekdays[day - 1]).join(', ')} at ${rule.at}`;
    case 'month':
      return `on day ${rule.day} of each month at ${rule.at}`;
    case 'cron':
      return `by the rule ${cron}`;
  }
}
