import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/sys/kernel/hung_task_detect_count';
const help = 'Tasks found hung since the system started.';

/** Kernel documentation, sysctl/kernel, hung_task_detect_count: since Linux 6.13. */
export const kernelHung = ({ option }: CollectorSettings): Collector => ({
  name: 'kernel_hung',
  reads: [{ path: file, tier: 'slow' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const tasks = number(text.trim(), file);
    const families = [single('counter', 'node_kernel_hung_tasks_total', help, tasks)];
    // Dashboard 1860 asks for a name that node_exporter never had.
    return option['kernel_hung.dashboard-name']
      ? [...families, single('untyped', 'node_kernel_hung_tasks', help, tasks)]
      : families;
  },
});
