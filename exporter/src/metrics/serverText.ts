import { labelValue, sampleLines } from './exposition.ts';
import type { Family } from './family.ts';

/** The families of one server in their order. Servers alike share one. */
export interface Layout {
  /** A family of each name, for its head. */
  readonly families: readonly Family[];
  /** Name → place in `families`. */
  readonly places: ReadonlyMap<string, number>;
}

/** The sample lines of one server, with its label `instance`: those of place P are the bytes from starts[P] to starts[P + 1]. */
export interface ServerText {
  readonly layout: Layout;
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
}

/** Layouts met lately; a fleet has a few. Forgotten all at once when there are too many, as sensors and disks come and go. */
const layouts: Layout[] = [];
const mostLayouts = 200;

const fits = ({ families: known }: Layout, families: readonly Family[]): boolean =>
  known.length === families.length &&
  known.every(({ name, type, help }, at) => {
    const other = families[at];
    return other !== undefined && name === other.name && type === other.type && help === other.help;
  });

function layoutOf(families: readonly Family[]): Layout {
  const found = layouts.find((layout) => fits(layout, families));
  if (found !== undefined) {
    return found;
  }
  if (layouts.length >= mostLayouts) {
    layouts.length = 0;
  }
  // Heads only: with its samples, a family of one poll would stay in memory.
  const heads = families.map(({ name, help, type }) => ({ name, help, type, samples: [] }));
  const layout = { families: heads, places: new Map(heads.map(({ name }, place) => [name, place])) };
  layouts.push(layout);
  return layout;
}

/** Families of one name as one, and none without samples. */
function merged(families: readonly Family[]): Family[] {
  const byName = new Map<string, Family>();
  for (const family of families) {
    const known = byName.get(family.name);
    if (known !== undefined) {
      byName.set(family.name, { ...known, samples: [...known.samples, ...family.samples] });
    } else if (family.samples.length > 0) {
      byName.set(family.name, family);
    }
  }
  return [...byName.values()];
}

export function serverText(name: string, all: readonly Family[]): ServerText {
  const families = merged(all);
  const front = `instance="${labelValue(name)}"`;
  const starts = new Uint32Array(families.length + 1);
  const parts = families.map((family) => sampleLines(family, front));
  const bytes = Buffer.from(parts.join(''), 'utf8');
  parts.forEach((part, place) => {
    starts[place + 1] = (starts[place] ?? 0) + part.length;
  });
  if (starts[families.length] !== bytes.length) {
    // Not all ASCII: bytes are not characters.
    parts.forEach((part, place) => {
      starts[place + 1] = (starts[place] ?? 0) + Buffer.byteLength(part);
    });
  }
  return { layout: layoutOf(families), bytes, starts };
}
