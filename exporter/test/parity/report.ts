import { windowSeconds, type Comparison, type Found } from './compare.ts';
import type { Difference } from './differences.ts';

const words: Record<Difference['side'], string> = {
  'only theirs': 'only node_exporter has',
  'only ours': 'only Shellwatch has',
  value: 'the value differs',
};

export const isGood = ({ types, found, queries }: Comparison): boolean =>
  types.length === 0 && found.every(({ known }) => known !== undefined) && queries.empty.length === 0;

function explained(found: readonly Found[]): string[] {
  const groups = new Map<Difference, Found[]>();
  for (const one of found) {
    if (one.known !== undefined) {
      groups.set(one.known, [...(groups.get(one.known) ?? []), one]);
    }
  }
  return [...groups].map(([{ side, reason }, list]) => {
    const names = [...new Set(list.map(({ series }) => series.slice(0, series.indexOf('{'))))];
    const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
    return `  ${words[side]} ${shown} (${list.length} series): ${reason}`;
  });
}

/** What `npm run parity` prints. */
export function report(comparison: Comparison, versions: { nodeExporter: string; prometheus: string }): string {
  const { families, series, types, constants, counters, found, queries } = comparison;
  const unknown = found.filter(({ known }) => known === undefined);
  return [
    `node_exporter ${versions.nodeExporter} and Shellwatch on one machine, scraped by one Prometheus ${versions.prometheus} for ${windowSeconds} s`,
    `families: ${families.theirs} theirs, ${families.ours} ours, ${families.both} both; series: ${series.theirs} theirs, ${series.ours} ours, ${series.both} both`,
    `types that differ: ${types.length}${types.map((line) => `\n  ${line}`).join('')}`,
    `constants compared: ${constants.compared}; counters compared: ${counters.compared}, of which ${counters.short} lie within the last scrapes, the others within the ${windowSeconds} s of their tier`,
    `queries of dashboard 1860 and the mixin: ${queries.all}, of which ${queries.withData} have data there; empty here: ${queries.empty.length}`,
    ...queries.empty.map((query) => `  ${query.from}, ${query.title}: ${query.on('ours')}`),
    `differences explained (docs/parity.md): ${found.length - unknown.length}`,
    ...explained(found),
    `differences not explained: ${unknown.length}`,
    ...unknown.map(({ side, series: name, detail }) => `  ${words[side]} ${name}${detail === '' ? '' : `: ${detail}`}`),
    '',
  ].join('\n');
}
