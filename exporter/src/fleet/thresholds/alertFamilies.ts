import { checks, type CheckId } from '../../../../contract/check.ts';
import type { Family, Sample } from '../../metrics/family.ts';
import type { ServerFamilies } from '../../metrics/fleetExposition.ts';
import type { LimitBook, LimitedServer } from '../../../../contract/limits.ts';
import type { CheckValues } from './measurer.ts';

/** Makes the families of alerting of one server after the other, and remembers what stays the same. */
export interface AlertFamilies {
  /** The measured values of a server and the limits in force for them, as they are now. */
  of(server: LimitedServer & { name: string }, values: CheckValues, book: LimitBook): ServerFamilies[];
  /** What stands among the servers, see `anchor`. */
  anchor(book: LimitBook): ServerFamilies[];
  forget(serverId: string): void;
}

const levels = ['warning', 'critical'] as const;
/** Stands among the servers, never fires, and is there as long as the exporter: a rule then has no data only when the exporter is gone. */
export const anchor = '(exporter)';

/** A limit that is switched off: nothing is past it. It is published so that switching it off ends what it had set off. */
const never = (check: CheckId): number => (checks[check].comparison === 'above' ? Infinity : -Infinity);

interface Row {
  check: CheckId;
  item: string;
  value: number;
}

const valueFamily = (samples: Sample[]): Family => ({ name: 'shellwatch_check_value', help: 'What a check measured last, in the unit of the check.', type: 'gauge', samples });
const limitFamily = (samples: Sample[]): Family => ({
  name: 'shellwatch_threshold',
  help: 'The limit in force for the measured value with the same labels; infinite when it is switched off.',
  type: 'gauge',
  samples,
});
const values = (rows: readonly Row[]): Family => valueFamily(rows.map(({ check, item, value }) => ({ labels: { check, item }, value })));
const limits = (rows: readonly Row[], book: LimitBook, limitOf: (row: Row, level: 'warning' | 'critical') => number): Family =>
  limitFamily(
    rows.flatMap((row) =>
      levels
        .filter((level) => book.used(row.check, level))
        .map((severity) => ({ labels: { check: row.check, item: row.item, severity }, value: limitOf(row, severity) }))
    )
  );

/** Limits of servers of a kind: the same checks, items and numbers. */
interface Kind {
  items: string;
  family: Family;
}

/** A fleet has a few; they are forgotten all at once when it has so many. */
const mostKinds = 1_000;

/** Gives equal limits as one object, and forgets them with the book they are of. */
function createKinds(): (book: LimitBook, items: string, family: Family) => Kind {
  const books = new WeakMap<LimitBook, Map<string, Kind>>();
  return (book, items, family) => {
    const kinds = books.get(book) ?? new Map<string, Kind>();
    books.set(book, kinds);
    const key = `${items}${family.samples.map(({ value }) => value).join()}`;
    const kind = kinds.get(key) ?? { items, family };
    if (kinds.size >= mostKinds) {
      kinds.clear();
    }
    kinds.set(key, kind);
    return kind;
  };
}

/**
 * What the alert rules compare, measured values and limits with the same labels, so that they join one to one.
 * A value without any limit is not published: custom metrics and log rules cost nothing until somebody sets one.
 * Limits are two of three series and seldom change: the same object comes again then, so that its text is not made again.
 */
export function createAlertFamilies(): AlertFamilies {
  const known = new Map<string, { book: LimitBook; server: LimitedServer; items: string; limits: ServerFamilies }>();
  const kindOf = createKinds();

  return {
    of(server, measured, book) {
      const { id, name } = server;
      const rows: Row[] = [];
      for (const [check, list] of measured) {
        if (levels.some((level) => book.used(check, level))) {
          rows.push(...list.filter(({ item }) => book.given(check, server, item)).map(({ item, value }) => ({ check, item, value })));
        }
      }
      const items = rows.map(({ check, item }) => `${check}\0${item}\0`).join('');
      const last = known.get(id);
      if (last?.book === book && last.server === server && last.items === items) {
        return [{ name, families: [values(rows)] }, last.limits];
      }
      const limitOf = ({ check, item }: Row, level: 'warning' | 'critical'): number => {
        const found = book.limits(check, server, item);
        return found.enabled ? (found[level] ?? never(check)) : never(check);
      };
      const kind = kindOf(book, items, limits(rows, book, limitOf));
      const fresh = { name, families: [kind.family] };
      known.set(id, { book, server, items: kind.items, limits: fresh });
      return [{ name, families: [values(rows)] }, fresh];
    },
    anchor(book) {
      const rows = (Object.keys(checks) as CheckId[])
        .filter((check) => levels.some((level) => book.used(check, level)))
        .map((check) => ({ check, item: '', value: 0 }));
      return [{ name: anchor, families: [values(rows), limits(rows, book, ({ check }) => never(check))] }];
    },
    forget: (serverId) => void known.delete(serverId),
  };
}
