import { DateTime } from 'luxon';
import { CheckId } from '../../../../contract/check.ts';
import type { DutyShift, Policy, Schedule, ScheduleInput } from '../../../../contract/escalation.ts';
import type { Incident } from '../../../../contract/incident.ts';
import type { MaintenanceWindow } from '../../../../contract/maintenance.ts';
import { selects } from '../../../../contract/selector.ts';
import type { z } from 'zod';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createDefinitionRepository, type DefinitionRecord, type Definitions } from '../../store/definitions.ts';
import { createEscalationRepository } from '../../store/escalations.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import type { IncidentChange } from '../incidents/incidentBus.ts';
import type { IncidentNeighbours } from '../incidents/incidentRoom.ts';
import type { Vault } from '../vault.ts';
import { createCalendarLinks } from './calendarLinks.ts';
import { createContacts } from './contacts.ts';
import { createCrud } from './definitionCrud.ts';
import type { Deliverers } from './deliverer.ts';
import { createEngine } from './engine.ts';
import { maintenanceCalendar } from './maintenanceCalendar.ts';
import type { OutboxSenderDeps } from './outboxSender.ts';
import { createOutboxWorker } from './outboxWorker.ts';
import { coming, onDuty, type Shift } from './rota.ts';
import { rotaCalendar } from './rotaCalendar.ts';
import { checkWindow, isOn, occurrence } from './windows.ts';

export interface EscalationRoomDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  vault: Vault;
  tagsOf: (serverId: string | null) => Readonly<Record<string, string>>;
  /** Incidents as the API shows them now. */
  incidents: (ids: readonly string[]) => Promise<Map<string, Incident>>;
  /** What time did to an incident, after it is in the store. */
  onChange: (change: IncidentChange) => void;
  onOutcome: OutboxSenderDeps['onOutcome'];
  onError: (error: unknown) => void;
}

const tickMs = 1000;
const shownShifts = 8;
const sweepMs = 3_600_000;
/** So long it can be seen how a notification went. */
const keepMs = 30 * 86_400_000;

const unknown = (field: string, what: string) => new Failure('unprocessable', { message: `${field}: ${what}`, details: [{ field, message: what }] });

/** People, policies, rotas, maintenance windows, and what makes escalations go on. `start` before use, `close` at the end. */
export function createEscalationRoom(deps: EscalationRoomDeps) {
  const { store, clock, audit } = deps;
  const registered: Deliverers = {};
  const deliverers = () => registered;
  const contacts = createContacts({ ...deps, deliverers });
  const base = { store, clock, audit };
  let windows: ReadonlyArray<DefinitionRecord<Definitions['maintenance']>> = [];
  const reloadWindows = async () => {
    windows = await createDefinitionRepository(store.db, 'maintenance').all();
  };

  const checkPeople = async (ids: readonly string[], field: string) => {
    for (const id of ids) {
      if ((await contacts.name(id)) === undefined) {
        throw unknown(field, `no contact has the id ${id}`);
      }
    }
  };
  const policies = createCrud({
    ...base,
    table: 'policies',
    noun: 'policy',
    notFound: 'policy_not_found',
    async check({ matcher, steps, repeat }) {
      const nobodys = matcher.checks.find((id) => !CheckId.safeParse(id).success);
      if (nobodys !== undefined) {
        throw unknown('matcher.checks', `there is no check ${nobodys}`);
      }
      const rotas = new Set((await createDefinitionRepository(store.db, 'schedules').all()).map(({ id }) => id));
      for (const [index, step] of steps.entries()) {
        await checkPeople(step.targets.filter((target) => target.type === 'contact').map((target) => target.id), `steps.${index}.targets`);
        const lost = step.targets.find((target) => target.type === 'schedule' && !rotas.has(target.id));
        if (lost !== undefined) {
          throw unknown(`steps.${index}.targets`, `no schedule has the id ${lost.id}`);
        }
      }
      if (repeat !== null && repeat.fromStep >= steps.length) {
        throw unknown('repeat.fromStep', 'there is no such step');
      }
    },
    beforeRemove: (tx, { id }) => createEscalationRepository(tx).removePolicy(id),
    view: ({ definition }, stamps): Policy => ({ ...definition, ...stamps }),
  });

  const links = createCalendarLinks(base);
  let names = new Map<string, string>();
  const shiftView = (shift: Shift): z.infer<typeof DutyShift> => ({ contactId: shift.contactId, contactName: names.get(shift.contactId) ?? shift.contactId, from: instant(shift.from), to: instant(shift.to), override: shift.override });
  const readNames = async () => {
    names = new Map((await contacts.records()).map(({ id, definition }) => [id, definition.name]));
  };
  const schedules = createCrud({
    ...base,
    table: 'schedules',
    noun: 'schedule',
    notFound: 'schedule_not_found',
    async check(rota: ScheduleInput) {
      if (!DateTime.local({ zone: rota.timeZone }).isValid) {
        throw unknown('timeZone', 'no time zone of this name is known');
      }
      await checkPeople(rota.contacts, 'contacts');
      await checkPeople(rota.overrides.map((one) => one.contactId), 'overrides');
      const backwards = rota.overrides.findIndex((one) => Date.parse(one.from) >= Date.parse(one.to));
      if (backwards >= 0) {
        throw unknown(`overrides.${backwards}.to`, 'is not after from');
      }
      await readNames();
    },
    async beforeRemove(tx, { id }) {
      const user = (await createDefinitionRepository(tx, 'policies').all()).find(({ definition }) => definition.steps.some((step) => step.targets.some((target) => target.type === 'schedule' && target.id === id)));
      if (user !== undefined) {
        throw new Failure('conflict', { message: `The policy ${user.definition.name} still names this schedule; change it first.` });
      }
      await links.forget(tx, id);
    },
    view: ({ definition }, stamps): Schedule => {
      const now = clock.now();
      const present = onDuty(definition, now);
      return { ...definition, ...stamps, onDuty: present === undefined ? null : shiftView(present), next: coming(definition, present?.to ?? now, shownShifts).map(shiftView) };
    },
  });

  const named = async (id: string) => ({ id, name: (await schedules.record(id)).definition.name });
  /** The coming shifts as iCalendar. */
  async function calendar(id: string): Promise<string> {
    await readNames();
    const { definition } = await schedules.record(id);
    return rotaCalendar(id, definition, (contactId) => names.get(contactId) ?? contactId, clock.now());
  }

  const maintenance = createCrud({
    ...base,
    table: 'maintenance',
    noun: 'maintenance',
    notFound: 'maintenance_not_found',
    check: checkWindow,
    onChange: reloadWindows,
    view: ({ definition, updatedBy }, stamps): MaintenanceWindow => {
      const now = clock.now();
      const found = occurrence(definition, now);
      return { ...definition, ...stamps, createdBy: updatedBy, active: isOn(found, now), nextFrom: found === undefined ? null : instant(found.from), nextTo: found === undefined ? null : instant(found.to) };
    },
  });

  let wake: () => void = () => undefined;
  const windowOf = (server: { id: string; tags: Readonly<Record<string, string>> }, now: number) => {
    const on = windows.flatMap(({ definition }) => {
      const found = selects(definition.selector, server) ? occurrence(definition, now) : undefined;
      return isOn(found, now) ? [{ name: definition.name, until: found.to }] : [];
    });
    return on.sort((a, b) => b.until - a.until)[0];
  };
  const maintenanceOf = (serverId: string | null, now: number) => (serverId === null ? undefined : windowOf({ id: serverId, tags: deps.tagsOf(serverId) }, now));
  const engine = createEngine({ ...deps, deliverers, maintenanceOf, wake: () => wake() });
  const worker = createOutboxWorker({ ...deps, deliverers, unsealed: (item) => contacts.unsealed(item.contactId, item.channel) });
  ({ wake } = worker);

  const neighbours: IncidentNeighbours = {
    withChanges: [engine.withChanges],
    async escalationOf(ids) {
      const running = await createEscalationRepository(store.db).ofMany(ids);
      if (running.length === 0) {
        return new Map();
      }
      await readNames();
      const known = new Map((await policies.records()).map((policy) => [policy.id, policy.definition]));
      const rotas = new Map((await schedules.records()).map((rota) => [rota.id, rota.definition]));
      return new Map(
        running.flatMap(({ incidentId, policyId, step, nextAt }) => {
          const policy = known.get(policyId);
          const at = nextAt ?? clock.now();
          const people = (policy?.steps[step]?.targets ?? []).flatMap((target) => {
            const rota = target.type === 'schedule' ? rotas.get(target.id) : undefined;
            const id = target.type === 'contact' ? target.id : rota && onDuty(rota, at)?.contactId;
            return id === undefined ? [] : [names.get(id) ?? id];
          });
          return policy === undefined ? [] : [[incidentId, { policyId, policyName: policy.name, step, nextAt: nextAt === null ? null : instant(nextAt), nextContacts: nextAt === null ? [] : people }] as const];
        })
      );
    },
    escalate: (incident: IncidentRecord) => engine.escalate(incident),
    maintenanceOf: (server) => windowOf(server, clock.now())?.name ?? null,
    contactName: contacts.name,
  };

  let cancel: (() => void) | undefined;
  let ticking: Promise<void> = Promise.resolve();
  const arm = () => {
    cancel = clock.after(tickMs, () => {
      ticking = engine.tick().catch(deps.onError).finally(() => cancel !== undefined && arm());
    });
  };

  let stopSweep: () => void = () => undefined;
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = () => {
    sweeping = worker.removeBefore(clock.now() - keepMs).catch(deps.onError);
    stopSweep = clock.after(sweepMs, sweep);
  };

  return {
    contacts,
    policies,
    schedules: {
      ...schedules,
      async list() {
        await readNames();
        return schedules.list();
      },
      async get(id: string) {
        await readNames();
        return schedules.get(id);
      },
      calendar,
      /** The same for who has the address; undefined when it is not the one of this rota. */
      subscribed: async (id: string, secret: string): Promise<string | undefined> => ((await links.opens(id, secret)) ? calendar(id) : undefined),
      makeLink: async (id: string, actor: Actor) => links.make(await named(id), actor),
      endLink: async (id: string, actor: Actor) => links.end(await named(id), actor),
    },
    maintenance: {
      ...maintenance,
      calendar: async (span: { from: string; to: string }) => maintenanceCalendar(await maintenance.records(), span),
    },
    neighbours,
    engine,
    outbox: worker,
    /** The notify room registers what it can deliver, before `start`. */
    register(channels: Deliverers): void {
      Object.assign(registered, channels);
    },
    async start(): Promise<void> {
      await reloadWindows();
      await readNames();
      worker.start();
      arm();
      sweep();
    },
    async close(): Promise<void> {
      stopSweep();
      cancel?.();
      cancel = undefined;
      await Promise.all([ticking, sweeping]);
      await worker.stop();
    },
  };
}

export type EscalationRoom = ReturnType<typeof createEscalationRoom>;
