import { checks, type Check, type CheckId } from '../../../../contract/check.ts';
import type { ThresholdInput } from '../../../../contract/threshold.ts';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { ServerFamilies } from '../../metrics/fleetExposition.ts';
import type { Polling } from '../../poll/polling.ts';
import type { Store } from '../../store/open.ts';
import { createThresholdRepository, scopeKey, type ThresholdRecord } from '../../store/thresholds.ts';
import type { Audit } from '../audit.ts';
import { createAlertFamilies } from './alertFamilies.ts';
import { conditionsOf, createCondition } from './conditions.ts';
import { effectiveThresholds } from './effective.ts';
import { createLimitBook } from '../../../../contract/limits.ts';
import { createMeasurer, type MeasurerDeps } from './measurer.ts';
import { checkLimits, createThresholds } from './thresholds.ts';

export interface ThresholdRoomDeps extends Pick<MeasurerDeps, 'board' | 'specsChangedAt' | 'logRates'> {
  store: Store;
  clock: Clock;
  audit: Audit;
  polling: Pick<Polling, 'roster' | 'statuses'>;
  onError: (error: unknown) => void;
}

/** Another exporter on the same database may change limits, too. */
const reloadMs = 15_000;

/** Limits, what is measured against them, and the families that alert rules compare. `start` before use, `close` at the end. */
export function createThresholdRoom({ store, clock, audit, board, polling, specsChangedAt, logRates, onError }: ThresholdRoomDeps) {
  const { roster, statuses } = polling;
  const repository = createThresholdRepository(store.db);
  let records: ThresholdRecord[] = [];
  let book = createLimitBook(records);
  const measurer = createMeasurer({ board, statusOf: (id) => statuses.get(id), jumpOf: (id) => roster.get(id)?.jump ?? null, specsChangedAt, logRates });
  const alertFamilies = createAlertFamilies();
  const load = async () => {
    records = await repository.all();
    book = createLimitBook(records);
  };
  const thresholds = createThresholds({ store, clock, audit, changed: load });

  let cancel: () => void = () => undefined;
  const again = () => {
    cancel = clock.after(reloadMs, () => void load().catch(onError).finally(again));
  };

  const serversFor = (serverId: string | undefined) => {
    const server = serverId === undefined ? undefined : roster.get(serverId);
    if (serverId !== undefined && server === undefined) {
      throw new Failure('server_not_found');
    }
    return server === undefined ? [...roster.list()].sort((a, b) => (a.name < b.name ? -1 : 1)) : [server];
  };
  const effective = (from: readonly ThresholdRecord[], serverId: string | undefined, check: CheckId | undefined) => {
    const named = from.flatMap(({ check: id, scope }) => (scope.type === 'item' ? [{ check: id, serverId: scope.serverId, item: scope.item }] : []));
    return { items: effectiveThresholds({ servers: serversFor(serverId), values: measurer.values, book: createLimitBook(from), check, named }) };
  };

  return {
    thresholds,
    checks: () => ({ items: (Object.entries(checks) as Array<[CheckId, Check]>).map(([id, { whileDown: _, ...check }]) => ({ id, ...check })) }),
    effective: (serverId: string | undefined, check: CheckId | undefined) => effective(records, serverId, check),
    /** As if these limits were saved: only where they would be the ones in force. */
    preview(input: ThresholdInput) {
      checkLimits(input);
      const id = 'preview';
      const candidate: ThresholdRecord = { ...input, id, revision: 0, updatedAt: clock.now(), updatedBy: '' };
      const others = records.filter((record) => record.check !== input.check || scopeKey(record.scope) !== scopeKey(input.scope));
      const { items } = effective([...others, candidate], 'serverId' in input.scope ? input.scope.serverId : undefined, input.check);
      return { items: items.filter((item) => item.thresholdId === id).map((item) => ({ ...item, thresholdId: null })) };
    },
    conditions: () => ({ items: conditionsOf(records), next: null }),
    createCondition: createCondition(thresholds, () => book, (id) => roster.get(id)),
    /** Of the whole fleet, server by server, so that others have their turn in between. */
    *families(): Generator<ServerFamilies> {
      yield* alertFamilies.anchor(book);
      for (const server of roster.list()) {
        yield* alertFamilies.of(server, measurer.values(server.id), book);
      }
    },
    forget(serverId: string): void {
      measurer.forget(serverId);
      alertFamilies.forget(serverId);
    },
    async start(): Promise<void> {
      await load();
      again();
    },
    close: () => cancel(),
  };
}

export type ThresholdRoom = ReturnType<typeof createThresholdRoom>;
