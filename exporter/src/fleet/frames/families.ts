import type { Family } from '../../metrics/family.ts';
import type { Frame } from './frame.ts';

/** The poll a frame was made of, as families again, sorted by name. */
export function familiesOf({ layout, values }: Frame): Family[] {
  return layout.shapes.map(({ family, help, type, labels }, position) => {
    const start = layout.starts[position] as number;
    return {
      name: family,
      help,
      type,
      samples: labels.map((one, at) => ({ labels: one, value: values[start + at] as number })),
    };
  });
}
