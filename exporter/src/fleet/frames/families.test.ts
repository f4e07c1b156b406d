import { describe, expect, it } from '@jest/globals';
import type { Family } from '../../metrics/family.ts';
import { familiesOf } from './families.ts';
import { toFrame } from './frame.ts';
import { createShapePool } from './shapePool.ts';

describe('familiesOf', () => {
  it('gives back what a frame was made of', () => {
    const families: Family[] = [
      { name: 'a', help: 'A.', type: 'gauge', samples: [{ labels: {}, value: 1 }] },
      {
        name: 'b',
        help: 'B.',
        type: 'counter',
        samples: [
          { labels: { device: 'x' }, value: 2 },
          { labels: { device: 'y' }, value: NaN },
        ],
      },
    ];
    const frame = toFrame(
      { serverId: 's', name: 's', at: 0, families: [...families].reverse() },
      createShapePool(),
      undefined
    );
    expect(familiesOf(frame)).toEqual(families);
  });
});
