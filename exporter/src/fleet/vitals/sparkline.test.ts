import { describe, expect, it } from '@jest/globals';
import { createSparkline } from './sparkline.ts';

const minute = 60_000;
const add = (line: ReturnType<typeof createSparkline>, at: number, cpuPercent: number | null) => line.add(at, { cpuPercent, memoryPercent: null });

describe('createSparkline', () => {
  it('has the mean of each minute, oldest first, and null where nothing was', () => {
    const line = createSparkline();
    add(line, 100 * minute, 10);
    add(line, 100 * minute + 30_000, 20);
    add(line, 102 * minute, 50);
    const { cpuPercent, memoryPercent, to } = line.read(103 * minute);
    expect(cpuPercent).toHaveLength(60);
    expect(cpuPercent.slice(-4)).toEqual([15, null, 50, null]);
    expect(memoryPercent.every((value) => value === null)).toBe(true);
    expect(to).toBe(new Date(104 * minute).toISOString());
  });
  it('forgets what is older than an hour, also after a long silence', () => {
    const line = createSparkline();
    add(line, 100 * minute, 10);
    expect(line.read(159 * minute).cpuPercent[0]).toBe(10);
    expect(line.read(160 * minute).cpuPercent.every((value) => value === null)).toBe(true);
    add(line, 5000 * minute, 30);
    expect(line.read(5000 * minute).cpuPercent.filter((value) => value !== null)).toEqual([30]);
  });
  it('takes minutes from before the start as well, while they are within the hour', () => {
    const line = createSparkline();
    add(line, 200 * minute, 30);
    add(line, 190 * minute, 20);
    add(line, 100 * minute, 99);
    const { cpuPercent } = line.read(200 * minute);
    expect(cpuPercent.filter((value) => value !== null)).toEqual([20, 30]);
  });
});
