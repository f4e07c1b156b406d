import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { timexRun } from './timexRun.ts';

/** adjtimex(2): the clock is not synchronised; times are in nanoseconds instead of microseconds; a frequency is ppm with 16 bits of fraction. */
const timeError = 5;
const staNano = 0x2000;
const ppm = 1e6 * 65536;

/** Unit of a number: what it is divided by. `time` is nanoseconds or microseconds, as the status says. */
const rows = [
  ['gauge', 'offset', 'offset_seconds', 'time', 'Offset of the clock from its reference.'],
  ['gauge', 'maxerror', 'maxerror_seconds', 1e6, 'Largest error the clock may have.'],
  ['gauge', 'esterror', 'estimated_error_seconds', 1e6, 'Estimated error of the clock.'],
  ['gauge', 'status', 'status', 1, 'Status bits of the clock.'],
  ['gauge', 'timeconstant', 'loop_time_constant', 1, 'Time constant of the phase-locked loop.'],
  ['gauge', 'tick', 'tick_seconds', 1e6, 'Time between two ticks of the clock.'],
  ['gauge', 'ppsfreq', 'pps_frequency_hertz', ppm, 'Frequency of the pulse-per-second signal.'],
  ['gauge', 'jitter', 'pps_jitter_seconds', 'time', 'Jitter of the pulse-per-second signal.'],
  ['gauge', 'shift', 'pps_shift_seconds', 1, 'Interval of the pulse-per-second signal, as a power of two.'],
  ['gauge', 'stabil', 'pps_stability_hertz', ppm, 'Stability of the pulse-per-second signal.'],
  ['counter', 'jitcnt', 'pps_jitter_total', 1, 'Pulses beyond the jitter limit.'],
  ['counter', 'calcnt', 'pps_calibration_total', 1, 'Calibrations by the pulse-per-second signal.'],
  ['counter', 'errcnt', 'pps_error_total', 1, 'Failed calibrations by the pulse-per-second signal.'],
  ['counter', 'stbcnt', 'pps_stability_exceeded_total', 1, 'Calibrations beyond the stability limit.'],
  ['gauge', 'tai', 'tai_offset_seconds', 1, 'International Atomic Time less UTC.'],
] as const;
const synchronised = (is: boolean): Family =>
  single('gauge', 'node_timex_sync_status', '1 when the clock is synchronised to a reference.', is ? 1 : 0);

/** How well the kernel keeps time. Pulse-per-second fields are known where perl asks, and only synchronisation where systemd must tell. */
export const timex: Collector = {
  name: 'timex',
  reads: [],
  runs: [timexRun],
  collect(snapshot) {
    const stdout = snapshot.run(timexRun.name)?.stdout ?? '';
    const [, told] = /^NTPSynchronized=(yes|no)$/m.exec(stdout) ?? [];
    if (told !== undefined) {
      return [synchronised(told === 'yes')];
    }
    const values = new Map(
      [...stdout.matchAll(/^(?:-\w)?\s*([\w. ]+):\s+(-?\d+)/gm)].map(([, name = '', value]) => [name, Number(value)])
    );
    const state = values.get('return value');
    const frequency = values.get('freq.adjust');
    if (state === undefined || frequency === undefined) {
      return undefined;
    }
    const time = ((values.get('status') ?? 0) & staNano) === 0 ? 1e6 : 1e9;
    const families = [
      synchronised(state !== timeError),
      single(
        'gauge',
        'node_timex_frequency_adjustment_ratio',
        'Frequency of the clock relative to its own.',
        1 + frequency / ppm
      ),
    ];
    for (const [type, field, name, unit, help] of rows) {
      const value = values.get(field);
      if (value !== undefined) {
        families.push(single(type, `node_timex_${name}`, help, value / (unit === 'time' ? time : unit)));
      }
    }
    return families;
  },
};
