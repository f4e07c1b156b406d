import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checks, type Check, type CheckId } from '../../../../contract/check.ts';
import type { Threshold, ThresholdInput, ThresholdScope } from '../../../../contract/threshold.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { Store } from '../../store/open.ts';
import { createServerRepository } from '../../store/servers.ts';
import { createThresholdRepository, scopeKey, type ThresholdRecord } from '../../store/thresholds.ts';
import type { Audit } from '../audit.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { requireRevision } from '../revision.ts';

export interface ThresholdsDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  /** Called after each change, before it is answered: the next scrape has it. */
  changed: () => Promise<void>;
}

const position = z.tuple([z.string(), z.string()]);

const view = ({ updatedAt, ...record }: ThresholdRecord): Threshold => ({ ...record, updatedAt: instant(updatedAt) });
const wrong = (field: string, message: string) => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });

/** Checks what a schema can not: the scope fits the check, and critical lies beyond warning. */
export function checkLimits({ check, scope, warning, critical }: Pick<ThresholdInput, 'check' | 'scope' | 'warning' | 'critical'>): void {
  const { dimension, comparison, title }: Check = checks[check];
  if (scope.type === 'item' && dimension === null) {
    throw wrong('scope.item', `${title} is about the server as a whole`);
  }
  if (warning !== null && critical !== null && (comparison === 'above' ? critical < warning : critical > warning)) {
    throw wrong('critical', `it fires ${comparison} its limit, so it should not be ${comparison === 'above' ? 'below' : 'above'} the limit of warning`);
  }
}

const scopeText = (scope: ThresholdScope): string =>
  scope.type === 'tag' ? `${scope.tag}=${scope.value}` : scope.type === 'default' ? 'default' : scope.type === 'server' ? scope.serverId : `${scope.serverId} ${scope.item}`;
const target = ({ id, check, scope }: ThresholdRecord) => ({ type: 'threshold', id, name: `${check} ${scopeText(scope)}` });
const limitsOf = ({ warning, critical, enabled, note }: ThresholdRecord) => ({ warning, critical, enabled, note });

/** Limits that people set. */
export function createThresholds({ store, clock, audit, changed }: ThresholdsDeps) {
  const thresholds = createThresholdRepository(store.db);

  async function record(id: string): Promise<ThresholdRecord> {
    const found = await thresholds.byId(id);
    if (found === undefined) {
      throw new Failure('threshold_not_found');
    }
    return found;
  }
  async function checkScope(scope: ThresholdScope): Promise<void> {
    if ('serverId' in scope && (await createServerRepository(store.db).byId(scope.serverId)) === undefined) {
      throw new Failure('server_not_found');
    }
  }
  async function settle(input: ThresholdInput, actor: Actor, merge: (present: ThresholdRecord | undefined) => ThresholdInput = () => input): Promise<ThresholdRecord> {
    await checkScope(input.scope);
    const saved = await store.exclusively(async (tx) => {
      const writer = createThresholdRepository(tx);
      const present = await writer.byScope(input.check, input.scope);
      const wanted = merge(present);
      checkLimits(wanted);
      const next: ThresholdRecord = { ...wanted, id: present?.id ?? randomUUID(), revision: (present?.revision ?? 0) + 1, updatedAt: clock.now(), updatedBy: actor.name };
      if (present === undefined) {
        await writer.insert(next);
      } else {
        await writer.update(next, present.revision);
      }
      const details = { check: next.check, scope: next.scope, ...(present === undefined ? {} : { before: limitsOf(present) }), after: limitsOf(next) };
      await audit.record(tx, actor, { action: present === undefined ? 'threshold.create' : 'threshold.replace', target: target(next), details });
      return next;
    });
    await changed();
    return saved;
  }

  return {
    async list(query: { check?: CheckId | undefined; server?: string | undefined; cursor?: string | undefined; limit: number }) {
      const after = decodeCursor('thresholds', position, query.cursor);
      const rows = await thresholds.page(query, after, query.limit + 1);
      return pageOfRows(rows, query.limit, view, (last) => encodeCursor('thresholds', [last.check, scopeKey(last.scope)]));
    },
    get: async (id: string): Promise<Threshold> => view(await record(id)),
    /** One record for each check and scope: a second one takes the place of the first. */
    put: async (input: ThresholdInput, actor: Actor): Promise<Threshold> => view(await settle(input, actor)),
    /** Sets one level and keeps the other as it is. */
    merge: settle,

    async replace(id: string, input: ThresholdInput, ifMatch: string | undefined, actor: Actor): Promise<Threshold> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      checkLimits(input);
      await checkScope(input.scope);
      const next: ThresholdRecord = { ...input, id, revision: old.revision + 1, updatedAt: clock.now(), updatedBy: actor.name };
      await store.exclusively(async (tx) => {
        const writer = createThresholdRepository(tx);
        const holder = await writer.byScope(input.check, input.scope);
        if (holder !== undefined && holder.id !== id) {
          throw new Failure('conflict', { message: 'Another record has this check and scope.', details: { id: holder.id } });
        }
        if (!(await writer.update(next, old.revision))) {
          throw new Failure('precondition_failed');
        }
        await audit.record(tx, actor, { action: 'threshold.replace', target: target(next), details: { before: { check: old.check, scope: old.scope, ...limitsOf(old) }, after: { check: next.check, scope: next.scope, ...limitsOf(next) } } });
      });
      await changed();
      return view(next);
    },

    async remove(id: string, ifMatch: string | undefined, actor: Actor): Promise<void> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      await store.exclusively(async (tx) => {
        await createThresholdRepository(tx).remove(id);
        await audit.record(tx, actor, { action: 'threshold.delete', target: target(old), details: { check: old.check, scope: old.scope, before: limitsOf(old) } });
      });
      await changed();
    },
  };
}

export type Thresholds = ReturnType<typeof createThresholds>;
