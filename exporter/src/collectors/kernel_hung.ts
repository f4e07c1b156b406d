import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

const file = '/proc/sys/kernel/hung_task_detect_count';

/** Kernel documentation, sysctl/kernel, hung_task_detect_count: since Linux 6.13. */
export const kernelHung: Collector = {
  name: 'kernel_hung',
  reads: [{ path: file, tier: 'slow' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    return text === undefined
      ? undefined
      : [
          single(
            'counter',
            'node_kernel_hung_tasks_total',
            'Tasks found hung since the system started.',
            number(text.trim(), file)
          ),
        ];
  },
};
