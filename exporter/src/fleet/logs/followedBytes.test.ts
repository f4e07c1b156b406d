import { describe, expect, it } from '@jest/globals';
import { moved, positionLines, type Position } from './followedBytes.ts';

describe('where a source stands', () => {
  const at = (path: string, offset: number): Position => ({ path, inode: 1, offset });
  it('is told of each file once, the one that moved last at the end', () => {
    expect(moved([at('/a', 1), at('/b', 1)], [at('/a', 2)])).toEqual([at('/b', 1), at('/a', 2)]);
  });
  it('never takes more than a value of the environment may', () => {
    let positions: Position[] = [];
    for (let index = 0; index < 5000; index += 1) {
      positions = moved(positions, [{ ...at(`/var/log/jobs/${index}/output-of-this-job.log`, 123_456_789_012), mark: 'ab'.repeat(64) }]);
    }
    expect(positions.at(-1)?.path).toContain('/4999/');
    expect(positionLines(positions).length).toBeLessThan(128 << 10);
    expect(positions.length).toBeGreaterThan(500);
  });
});
