import type { Kysely } from 'kysely';
import { createDefinitionRepository, type Definitions } from '../../store/definitions.ts';
import { createEscalationRepository, type EscalationRecord } from '../../store/escalations.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import { createOutboxRepository } from '../../store/outbox.ts';
import type { Database } from '../../store/schema.ts';
import { queued, type Contact } from './queued.ts';
import { onDuty } from './rota.ts';

type Db = Kysely<Database>;

const minute = 60_000;

/** Who a step tells at an instant: people named, and whoever has duty; nobody twice. */
async function contactsOf(db: Db, targets: Definitions['policies']['steps'][number]['targets'], now: number): Promise<Contact[]> {
  const contacts = createDefinitionRepository(db, 'contacts');
  const schedules = createDefinitionRepository(db, 'schedules');
  const found = new Map<string, Contact>();
  for (const target of targets) {
    const rota = target.type === 'schedule' ? await schedules.byId(target.id) : undefined;
    const id = target.type === 'contact' ? target.id : rota && onDuty(rota.definition, now)?.contactId;
    const contact = id === undefined ? undefined : await contacts.byId(id);
    if (contact?.definition.enabled) {
      found.set(contact.id, contact);
    }
  }
  return [...found.values()];
}

export const isFirst = ({ step, round }: EscalationRecord): boolean => step === 0 && round === 0;

/** Takes the step that is due; returns what the time line says, or undefined when there is none any more. */
export async function takeStep(db: Db, escalation: EscalationRecord, incident: IncidentRecord, now: number): Promise<string | undefined> {
  const escalations = createEscalationRepository(db);
  const policy = await createDefinitionRepository(db, 'policies').byId(escalation.policyId);
  const step = policy?.definition.steps[escalation.step];
  if (policy === undefined || step === undefined) {
    await (policy === undefined ? escalations.remove([incident.id]) : escalations.put({ ...escalation, nextAt: null, updatedAt: now }));
    return undefined;
  }
  const contacts = await contactsOf(db, step.targets, now);
  const key = `${incident.id} ${incident.fired} ${escalation.episode} ${escalation.round} ${escalation.step}`;
  await createOutboxRepository(db).add(contacts.flatMap((contact) => queued(incident, contact, key, 'firing', now)));
  const { steps, repeat } = policy.definition;
  const last = escalation.step + 1 >= steps.length;
  const again = last && repeat !== null && escalation.round < repeat.times;
  await escalations.put({
    ...escalation,
    step: again ? Math.min(repeat.fromStep, steps.length - 1) : escalation.step + 1,
    round: again ? escalation.round + 1 : escalation.round,
    nextAt: last && !again ? null : now + step.waitMinutes * minute,
    updatedAt: now,
  });
  const names = contacts.map((contact) => contact.definition.name).join(', ') || 'nobody can be told';
  return isFirst(escalation) ? `${policy.definition.name}: ${names}` : `step ${escalation.step + 1}: ${names}`;
}
