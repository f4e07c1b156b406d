import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { filter } from './filter.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const tapes = '/sys/class/scsi_tape/st[0-9]*';

/** Kernel documentation, scsi/st: attribute, family, what one is worth. */
const rows = [
  ['in_flight', 'gauge', 'io_now', 1, 'Commands under way.'],
  ['io_ns', 'counter', 'io_time_seconds_total', 1e-9, 'Time all commands took, tape movement included.'],
  ['other_cnt', 'counter', 'io_others_total', 1, 'Commands that were neither read nor write.'],
  ['read_byte_cnt', 'counter', 'read_bytes_total', 1, 'Bytes read.'],
  ['read_cnt', 'counter', 'reads_completed_total', 1, 'Reads.'],
  ['read_ns', 'counter', 'read_time_seconds_total', 1e-9, 'Time reads took.'],
  ['resid_cnt', 'counter', 'residual_total', 1, 'Reads and writes that moved less than was asked.'],
  ['write_byte_cnt', 'counter', 'written_bytes_total', 1, 'Bytes written.'],
  ['write_cnt', 'counter', 'writes_completed_total', 1, 'Writes.'],
  ['write_ns', 'counter', 'write_time_seconds_total', 1e-9, 'Time writes took.'],
] as const;
const names = rows.map(([attribute]) => `stats/${attribute}`);
const set = familySet(
  Object.fromEntries(
    rows.map(([attribute, type, name, , help]) => [attribute, [type, `node_tape_${name}`, help] as const])
  )
);

/** Tape drives; st0a, st0l and st0m are the same drive in other modes. */
export function tapestats({ option }: CollectorSettings): Collector {
  const kept = filter('^st\\d+$', option['tapestats.ignored-devices']);
  return {
    name: 'tapestats',
    reads: attributeReads(tapes, names, 'medium'),
    runs: [directories],
    collect(snapshot) {
      const { add, families } = set();
      for (const [path, found] of attributes(snapshot, tapes, names)) {
        const device = path.split('/')[4] ?? '';
        for (const [attribute, , , unit] of kept(device) ? rows : []) {
          add(attribute, { device }, number(found[`stats/${attribute}`], path) * unit);
        }
      }
      return unlessMissing(families(), snapshot, '/sys/class/scsi_tape');
    },
  };
}
