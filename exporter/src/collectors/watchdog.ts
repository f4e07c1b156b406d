import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { numberOrNone } from './number.ts';

const devices = '/sys/class/watchdog/*';
const numbers = ['bootstatus', 'fw_version', 'nowayout', 'timeleft', 'timeout', 'pretimeout', 'access_cs0'] as const;
const texts = ['options', 'identity', 'state', 'status', 'pretimeout_governor'] as const;
const names = [...numbers, ...texts];

const set = familySet({
  bootstatus: ['gauge', 'node_watchdog_bootstatus', 'Why the system was restarted, in bits.'],
  fw_version: ['gauge', 'node_watchdog_fw_version', 'Firmware version of the watchdog.'],
  nowayout: ['gauge', 'node_watchdog_nowayout', '1 when the watchdog can not be stopped once started.'],
  timeleft: ['gauge', 'node_watchdog_timeleft_seconds', 'Time until the watchdog restarts the system.'],
  timeout: ['gauge', 'node_watchdog_timeout_seconds', 'Time without a sign of life after which it does.'],
  pretimeout: ['gauge', 'node_watchdog_pretimeout_seconds', 'How long before that it warns.'],
  access_cs0: ['gauge', 'node_watchdog_access_cs0', '1 when the second boot source can be reached.'],
  info: ['gauge', 'node_watchdog_info', 'What the watchdog is; always 1.'],
});

/** Kernel documentation, ABI/testing/sysfs-class-watchdog. */
export const watchdog: Collector = {
  name: 'watchdog',
  reads: [...attributeReads(devices, names, 'slow'), { path: devices, tier: 'slow', link: true }],
  runs: [directories],
  collect(snapshot) {
    const { add, families } = set();
    const known = attributes(snapshot, devices, names);
    // Where the kernel was built without CONFIG_WATCHDOG_SYSFS, a device has no attributes.
    for (const path of new Set([...snapshot.glob(devices), ...known.keys()])) {
      const found = known.get(path) ?? {};
      const name = lastName(path);
      for (const attribute of numbers) {
        const value = numberOrNone(found[attribute]);
        if (value !== undefined) {
          add(attribute, { name }, value);
        }
      }
      const { identity = '', options = '', pretimeout_governor = '', state = '', status = '' } = found;
      add('info', { identity, name, options, pretimeout_governor, state, status }, 1);
    }
    return unlessMissing(families(), snapshot, '/sys/class/watchdog');
  },
};
