import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/open.ts';
import { createSettingRepository } from '../../store/settings.ts';
import type { Audit } from '../audit.ts';

export interface CalendarLinksDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
}

type Tx = Parameters<typeof createSettingRepository>[0];

const Kept = z.object({ hash: z.string() });
const settingOf = (scheduleId: string): string => `calendar:${scheduleId}`;
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * Addresses by which calendars subscribe to a rota. A calendar service sends no token of ours, so the address itself is the secret:
 * 256 random bits, of which only the hash is kept; one for each rota, and it reads that rota alone.
 */
export function createCalendarLinks({ store, clock, audit }: CalendarLinksDeps) {
  const settings = createSettingRepository(store.db);
  const note = (tx: Tx, action: 'make' | 'end', { id, name }: { id: string; name: string }, actor: Actor) => audit.record(tx, actor, { action: `schedule.calendar_link.${action}`, target: { type: 'schedule', id, name } });

  return {
    /** The path of a new address; the one before ends. */
    async make(schedule: { id: string; name: string }, actor: Actor): Promise<{ path: string }> {
      const secret = randomBytes(32).toString('base64url');
      await store.exclusively(async (tx) => {
        await createSettingRepository(tx).set(settingOf(schedule.id), { hash: hashOf(secret) }, clock.now());
        await note(tx, 'make', schedule, actor);
      });
      return { path: `/calendars/${schedule.id}/${secret}.ics` };
    },
    async end(schedule: { id: string; name: string }, actor: Actor): Promise<void> {
      await store.exclusively(async (tx) => {
        await createSettingRepository(tx).remove(settingOf(schedule.id));
        await note(tx, 'end', schedule, actor);
      });
    },
    /** In the transaction that removes the rota. */
    forget: (tx: Tx, scheduleId: string): Promise<void> => createSettingRepository(tx).remove(settingOf(scheduleId)),
    async opens(scheduleId: string, secret: string): Promise<boolean> {
      const kept = Kept.safeParse(await settings.get(settingOf(scheduleId)));
      return kept.success && timingSafeEqual(Buffer.from(kept.data.hash), Buffer.from(hashOf(secret)));
    },
  };
}

export type CalendarLinks = ReturnType<typeof createCalendarLinks>;
