import { checks, type CheckId } from '../../../../contract/check.ts';
import type { EffectiveThreshold } from '../../../../contract/threshold.ts';
import { levelPast, type LimitBook, type LimitedServer } from '../../../../contract/limits.ts';
import type { CheckValues } from './measurer.ts';

export interface EffectiveInput {
  servers: ReadonlyArray<LimitedServer & { name: string }>;
  values: (serverId: string) => CheckValues;
  book: LimitBook;
  check?: CheckId | undefined;
  /** Items that have limits of their own, though nothing was measured there. */
  named: ReadonlyArray<{ check: CheckId; serverId: string; item: string }>;
}

/** The limits in force for each check, server and item, with the last value: what the thresholds page and its preview show. */
export function effectiveThresholds({ servers, values, book, check, named }: EffectiveInput): EffectiveThreshold[] {
  const wanted = check === undefined ? (Object.keys(checks) as CheckId[]) : [check];
  return servers.flatMap((server) => {
    const measured = values(server.id);
    return wanted.flatMap((id) => {
      const found = new Map((measured.get(id) ?? []).map(({ item, value }) => [item, value]));
      const own = named.filter((one) => one.check === id && one.serverId === server.id).map(({ item }) => item);
      const rest = own.filter((item) => !found.has(item) && ![...found.keys()].some((key) => key.startsWith(`${item}{`)));
      const items: Array<[string | null, number | null]> = [...[...found].map(([item, value]): [string, number] => [item, value]), ...rest.map((item): [string, null] => [item, null])];
      return (items.length === 0 ? [[null, null] as [null, null]] : items).map(([item, value]) => {
        const limits = book.limits(id, server, item ?? '');
        return { check: id, serverId: server.id, serverName: server.name, item: item === '' ? null : item, ...limits, value, wouldFire: value === null ? null : levelPast(id, limits, value) };
      });
    });
  });
}
