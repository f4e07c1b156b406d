import { differences, type Difference } from '../../exporter/test/parity/differences.ts';
import type { Generator } from '../generate.ts';
import { table, withSections } from './section.ts';

const sides: Record<Difference['side'], string> = {
  'only theirs': 'only node_exporter has it',
  'only ours': 'only Shellwatch has it',
  value: 'the value differs',
};

/** The table of docs/parity.md: every difference that `npm run parity` lets pass. */
export const parityDocs: Generator = async () => {
  const rows = differences.map(({ pattern, side, reason }) => [
    `\`${pattern.source.replace(/^\^/, '').replaceAll('\\{', '{').replaceAll('\\}', '}')}\``,
    sides[side],
    reason,
  ]);
  return [
    await withSections('docs/parity.md', {
      differences: table(['series (regular expression)', 'what differs', 'why'], rows),
    }),
  ];
};
