import { checks, type Check, type CheckId } from './check.ts';
import type { ThresholdInput, ThresholdScope } from './threshold.ts';

/** Limits that somebody set, as the API tells them or as the store keeps them. */
export interface LimitRecord extends Pick<ThresholdInput, 'check' | 'scope' | 'warning' | 'critical'> {
  id: string;
  enabled: boolean;
  updatedAt: number | string;
}

/** The limits in force somewhere, and who says so. */
export interface Limits {
  warning: number | null;
  critical: number | null;
  enabled: boolean;
  from: ThresholdScope;
  /** null: the shipped default. */
  thresholdId: string | null;
}

export interface LimitedServer {
  id: string;
  tags: Readonly<Record<string, string>>;
}

/** Limits of every check, ready to be asked for many servers. */
export interface LimitBook {
  limits(check: CheckId, server: LimitedServer, item: string): Limits;
  /** Whether there is a limit somewhere: a person's, even if it is switched off, or the shipped one. */
  given(check: CheckId, server: LimitedServer, item: string): boolean;
  /** Whether anybody, or the shipped default, ever gave this level of a check a limit. */
  used(check: CheckId, level: 'warning' | 'critical'): boolean;
}

/** A series of a metric is written `metric{label="value"}`; a limit for the metric is for all of them. */
export const metricOf = (item: string): string => item.replace(/\{.*$/s, '');

const shipped = (check: CheckId): Limits => {
  const { warning, critical }: Check = checks[check];
  return { warning, critical, enabled: true, from: { type: 'default' }, thresholdId: null };
};
const limitsOf = ({ warning, critical, enabled, scope, id }: LimitRecord): Limits => ({ warning, critical, enabled, from: scope, thresholdId: id });

interface CheckBook {
  default: LimitRecord | undefined;
  /** Newest first. */
  tags: LimitRecord[];
  servers: Map<string, LimitRecord>;
  items: Map<string, LimitRecord>;
  levels: Set<'warning' | 'critical'>;
}

const changed = ({ updatedAt }: LimitRecord): number => new Date(updatedAt).getTime();
const itemKey = (serverId: string, item: string): string => `${serverId}\0${item}`;

function bookOf(check: CheckId, records: readonly LimitRecord[]): CheckBook {
  const own = records.filter((record) => record.check === check);
  const named = <T extends ThresholdScope['type']>(type: T) => own.filter((record) => record.scope.type === type);
  const levels = new Set<'warning' | 'critical'>();
  for (const limits of [shipped(check), ...own]) {
    (['warning', 'critical'] as const).filter((level) => limits[level] !== null).forEach((level) => levels.add(level));
  }
  const scopeOf = (record: LimitRecord) => record.scope as { serverId: string; item: string };
  return {
    default: named('default')[0],
    tags: named('tag').sort((a, b) => changed(b) - changed(a) || (a.id < b.id ? -1 : 1)),
    servers: new Map(named('server').map((record) => [scopeOf(record).serverId, record])),
    items: new Map(named('item').map((record) => [itemKey(scopeOf(record).serverId, scopeOf(record).item), record])),
    levels,
  };
}

/**
 * The narrowest scope wins whole: item, server, tag, default, and last what is shipped.
 * Of several tags of one server, the limit that was changed last.
 */
export function createLimitBook(records: readonly LimitRecord[]): LimitBook {
  const books = new Map((Object.keys(checks) as CheckId[]).map((check) => [check, bookOf(check, records)]));
  const book = (check: CheckId) => books.get(check) as CheckBook;
  const recordFor = (check: CheckId, { id, tags }: LimitedServer, item: string): LimitRecord | undefined => {
    const { items, servers, tags: tagged, default: general } = book(check);
    const narrow = item === '' || items.size === 0 ? undefined : (items.get(itemKey(id, item)) ?? items.get(itemKey(id, metricOf(item))));
    return narrow ?? servers.get(id) ?? tagged.find(({ scope }) => scope.type === 'tag' && tags[scope.tag] === scope.value) ?? general;
  };
  return {
    limits(check, server, item) {
      const found = recordFor(check, server, item);
      return found === undefined ? shipped(check) : limitsOf(found);
    },
    given(check, server, item) {
      const { warning, critical }: Check = checks[check];
      return warning !== null || critical !== null || recordFor(check, server, item) !== undefined;
    },
    used: (check, level) => book(check).levels.has(level),
  };
}

/** The level a value is past, not counting how long it must last. */
export function levelPast(check: CheckId, { warning, critical, enabled }: Pick<Limits, 'warning' | 'critical' | 'enabled'>, value: number): 'warning' | 'critical' | null {
  const past = (limit: number | null): boolean => limit !== null && (checks[check].comparison === 'above' ? value > limit : value < limit);
  return !enabled ? null : past(critical) ? 'critical' : past(warning) ? 'warning' : null;
}
