import type { FleetRow } from '../../data/fleetRow';
import type { FleetGroup } from './fleetFilter';

export type TileLine = { type: 'heading'; key: string; name: string; count: number } | { type: 'tiles'; key: string; rows: FleetRow[] };

/** The lines that a grid of tiles has at this many columns: a heading for each group, then its tiles. */
export function tileLines(groups: FleetGroup[], columns: number, headings: boolean): TileLine[] {
  return groups.flatMap(({ name, rows }) => {
    const lines: TileLine[] = headings ? [{ type: 'heading', key: `group ${name}`, name, count: rows.length }] : [];
    for (let at = 0; at < rows.length; at += columns) {
      lines.push({ type: 'tiles', key: `${name} ${at}`, rows: rows.slice(at, at + columns) });
    }
    return lines;
  });
}
