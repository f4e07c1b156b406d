import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';

const enforce = '/sys/fs/selinux/enforce';
const config = '/etc/selinux/config';
/** Modes as libselinux numbers them. */
const modes: Readonly<Record<string, number>> = { enforcing: 1, permissive: 0, disabled: -1 };

/** selinux(8): enabled where its filesystem is mounted; the mode now, and the one that is configured. */
export const selinux: Collector = {
  name: 'selinux',
  reads: [enforce, config].map((path) => ({ path, tier: 'slow' })),
  collect(snapshot) {
    const now = snapshot.read(enforce)?.trim();
    const enabled = single('gauge', 'node_selinux_enabled', '1 when SELinux is on.', now === undefined ? 0 : 1);
    if (now === undefined) {
      return [enabled];
    }
    const configured = /^\s*SELINUX\s*=\s*(\w+)/m.exec(snapshot.read(config) ?? '')?.[1]?.toLowerCase() ?? '';
    return [
      enabled,
      single(
        'gauge',
        'node_selinux_config_mode',
        'Configured mode: 1 enforcing, 0 permissive, -1 disabled.',
        modes[configured] ?? -1
      ),
      single('gauge', 'node_selinux_current_mode', 'Mode now: 1 enforcing, 0 permissive.', now === '1' ? 1 : 0),
    ];
  },
};
