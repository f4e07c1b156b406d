import { single } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import type { Run } from '../snapshot/snapshot.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { words } from './lines.ts';

const sources = '/sys/devices/system/clocksource/clocksource[0-9]*';
const names = ['available_clocksource', 'current_clocksource'] as const;

/** Offset of local time from UTC as +hhmm, and its abbreviation. */
const zone: Run = { name: 'time-zone', tier: 'slow', script: "date '+%z %Z'" };

const set = familySet({
  zone: ['gauge', 'node_time_zone_offset_seconds', 'How far local time is ahead of UTC.'],
  available: ['gauge', 'node_time_clocksource_available_info', 'Clock sources there are; always 1.'],
  current: ['gauge', 'node_time_clocksource_current_info', 'Clock source in use; always 1.'],
});

function offset(text: string): { seconds: number; name: string } | undefined {
  const [, sign, hours, minutes, name = ''] = /^([+-])(\d\d)(\d\d) (\S+)/.exec(text) ?? [];
  const seconds = (Number(hours) * 60 + Number(minutes)) * 60;
  return Number.isNaN(seconds) ? undefined : { seconds: sign === '-' ? -seconds : seconds, name };
}

/** The server's clock. */
export const time: Collector = {
  name: 'time',
  reads: attributeReads(sources, names, 'slow'),
  runs: [zone],
  collect: ({ time: seconds }) =>
    seconds === undefined
      ? []
      : [single('gauge', 'node_time_seconds', 'The clock, in seconds since the epoch.', seconds)],
  collectSlow(snapshot) {
    const { add, families } = set();
    const local = offset(snapshot.run(zone.name)?.stdout ?? '');
    if (local !== undefined) {
      add('zone', { time_zone: local.name }, local.seconds);
    }
    [...attributes(snapshot, sources, names).values()].forEach((found, at) => {
      const device = String(at);
      words(found.available_clocksource ?? '').forEach((clocksource) => add('available', { clocksource, device }, 1));
      if (found.current_clocksource !== undefined) {
        add('current', { clocksource: found.current_clocksource, device }, 1);
      }
    });
    return families();
  },
};
