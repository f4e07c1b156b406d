import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

const available = '/proc/sys/kernel/random/entropy_avail';
const pool = '/proc/sys/kernel/random/poolsize';

/** random(4): how full the kernel's entropy pool is. Since Linux 5.18 it stays at 256 once seeded. */
export const entropy: Collector = {
  name: 'entropy',
  reads: [available, pool].map((path) => ({ path, tier: 'slow' })),
  collect(snapshot) {
    const families: Family[] = [];
    const bits = snapshot.read(available)?.trim();
    if (bits !== undefined) {
      families.push(
        single('gauge', 'node_entropy_available_bits', 'Entropy the kernel has, in bits.', number(bits, available))
      );
    }
    const size = snapshot.read(pool)?.trim();
    if (size !== undefined) {
      families.push(
        single('gauge', 'node_entropy_pool_size_bits', 'Entropy the pool can hold, in bits.', number(size, pool))
      );
    }
    return families.length > 0 ? families : undefined;
  },
};
