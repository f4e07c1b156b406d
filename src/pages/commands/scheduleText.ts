import type { Schedule } from '../../../contract/command.ts';

/** When a command runs, in words. */
export function scheduleText(schedule: Schedule): string {
  switch (schedule.type) {
    case 'none':
      return 'on demand';
    case 'interval':
      return `every ${schedule.every}`;
    case 'cron':
      return `${schedule.cron} (${schedule.timeZone})`;
  }
}
