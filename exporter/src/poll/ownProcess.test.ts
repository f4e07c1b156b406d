import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { ownProcess } from './ownProcess.ts';

describe('ownProcess', () => {
  it('tells of this process, and looks anew only after a while', async () => {
    const clock = createFakeClock();
    const addition = ownProcess(clock);
    const families = addition('a');
    const value = (name: string) => families.find((family) => family.name === name)?.samples[0]?.value ?? NaN;
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(value('process_open_fds')).toBeGreaterThan(3);
    expect(value('process_max_fds')).toBeGreaterThan(100);
    expect(value('process_virtual_memory_bytes')).toBeGreaterThan(value('process_resident_memory_bytes'));
    expect(value('process_virtual_memory_max_bytes')).toBeGreaterThan(1e12);
    expect(Math.abs(value('process_start_time_seconds') - Date.now() / 1000)).toBeLessThan(3_600);
    expect(addition('b')).toBe(families);
    await clock.advance(5_001);
    expect(addition('b')).not.toBe(families);
  });
});
