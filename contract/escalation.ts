import { z } from 'zod';
import { Severity } from './check.ts';
import { endpoint, Id, IdParams, Instant, PlannedInstant, RecordName, Role } from './endpoint.ts';
import { TagName } from './server.ts';

/** A way to reach a person. */
export const Channel = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('telegram'), chatId: z.string().regex(/^-?\d{1,20}$/), threadId: z.number().int().positive().nullable().default(null) }),
    z.strictObject({ type: z.literal('email'), address: z.email().max(254).regex(/^[^@]{1,64}@/, 'at most 64 characters before the @') }),
    z.strictObject({ type: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }).max(2048).describe('Shown without its path, which is often a secret; what was shown may be sent back and stands for what is kept'), secret: z.string().min(8).max(256).optional().describe('Signs each body; goes in, never comes out') }),
  ])
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const Weekday = z.number().int().min(1).max(7).describe('1 Monday … 7 Sunday');
const TimeZone = z.string().min(1).max(64).describe('IANA name');

export const QuietHours = z.strictObject({ from: Clock, to: Clock, days: z.array(Weekday).max(7).default([]), timeZone: TimeZone }).meta({ id: 'QuietHours' });

export const ContactInput = z
  .strictObject({
    name: RecordName,
    role: Role.default('viewer').describe('What this person may do from Telegram'),
    telegramUserId: z.string().regex(/^\d{1,20}$/).nullable().default(null),
    channels: z.array(Channel).max(10).default([]),
    quietHours: QuietHours.nullable().default(null).describe('Warnings wait until they end; critical ones do not'),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'ContactInput' });
export type ContactInput = z.infer<typeof ContactInput>;
export const Contact = z.object({ ...ContactInput.shape, id: Id, revision: z.number().int(), updatedAt: Instant }).meta({ id: 'Contact' });
export type Contact = z.infer<typeof Contact>;

/** Who a step tells: a person, or whoever has duty then. */
export const StepTarget = z
  .discriminatedUnion('type', [z.strictObject({ type: z.literal('contact'), id: Id }), z.strictObject({ type: z.literal('schedule'), id: Id })])
  .meta({ id: 'StepTarget' });

export const PolicyStep = z
  .strictObject({
    targets: z.array(StepTarget).min(1).max(20),
    waitMinutes: z.number().int().min(0).max(1440).describe('How long to wait for a reaction before the next step'),
  })
  .meta({ id: 'PolicyStep' });

export const PolicyMatcher = z
  .strictObject({
    checks: z.array(z.string().max(64)).max(50).default([]),
    severities: z.array(Severity).max(2).default([]),
    tags: z.record(TagName, z.string().max(256)).default({}),
  })
  .meta({ id: 'PolicyMatcher' });

export const PolicyInput = z
  .strictObject({
    name: RecordName,
    order: z.number().int().min(0).max(10_000).default(100).describe('The first policy that matches is taken, smallest first'),
    matcher: PolicyMatcher.default({ checks: [], severities: [], tags: {} }).describe('Empty lists match everything'),
    steps: z.array(PolicyStep).min(1).max(20),
    repeat: z.strictObject({ fromStep: z.number().int().min(0), times: z.number().int().min(0).max(100) }).nullable().default(null),
    remindAcknowledgedMinutes: z.number().int().min(5).max(10_080).nullable().default(null).describe('Tell again when an acknowledged incident is still open after this long'),
    notifyResolved: z.boolean().default(true),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'PolicyInput' });
export type PolicyInput = z.infer<typeof PolicyInput>;
export const Policy = z.object({ ...PolicyInput.shape, id: Id, revision: z.number().int(), updatedAt: Instant }).meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;

/** A weekly rota: contacts take turns, handing over at a time of the week; overrides win. */
export const ScheduleInput = z
  .strictObject({
    name: RecordName,
    timeZone: TimeZone,
    contacts: z.array(Id).min(1).max(50).describe('In the order of their turns'),
    start: z.iso.date().regex(/^(?!9999)[1-9]/, 'a year from 1000 to 9998').describe('The day the first turn begins; it lasts until the first hand-over after that day'),
    handOver: z.strictObject({ weekday: Weekday, at: Clock }),
    weeksPerTurn: z.number().int().min(1).max(8).default(1),
    overrides: z.array(z.strictObject({ contactId: Id, from: PlannedInstant, to: PlannedInstant })).max(500).default([]),
  })
  .meta({ id: 'ScheduleInput' });
export type ScheduleInput = z.infer<typeof ScheduleInput>;
export const DutyShift = z.object({ contactId: Id, contactName: z.string(), from: Instant, to: Instant, override: z.boolean() }).meta({ id: 'DutyShift' });
export const Schedule = z
  .object({ ...ScheduleInput.shape, id: Id, revision: z.number().int(), updatedAt: Instant, onDuty: DutyShift.nullable(), next: z.array(DutyShift) })
  .meta({ id: 'DutySchedule' });
export type Schedule = z.infer<typeof Schedule>;

export const CalendarLink = z.object({ path: z.string().describe('Below the address of the exporter, without /api/v1. Whoever has it can read this rota, without a token; it is shown once') }).meta({ id: 'CalendarLink' });

export const contactEndpoints = {
  listContacts: endpoint({ method: 'GET', path: '/contacts', role: 'viewer', tag: 'escalation', summary: 'People and how to reach them', reply: z.object({ items: z.array(Contact), next: z.null() }) }),
  createContact: endpoint({ method: 'POST', path: '/contacts', role: 'admin', tag: 'escalation', summary: 'Add a person', body: ContactInput, reply: Contact, status: 201, etag: true, errors: ['name_taken', 'conflict', 'unprocessable'] }),
  getContact: endpoint({ method: 'GET', path: '/contacts/{id}', role: 'viewer', tag: 'escalation', summary: 'Read a person', params: IdParams, reply: Contact, etag: true, errors: ['contact_not_found'] }),
  replaceContact: endpoint({ method: 'PUT', path: '/contacts/{id}', role: 'admin', tag: 'escalation', summary: 'Replace a person', params: IdParams, body: ContactInput, reply: Contact, etag: true, ifMatch: true, errors: ['contact_not_found', 'name_taken', 'conflict', 'precondition_failed', 'unprocessable'] }),
  deleteContact: endpoint({ method: 'DELETE', path: '/contacts/{id}', role: 'admin', tag: 'escalation', summary: 'Remove a person', params: IdParams, reply: z.void(), ifMatch: true, errors: ['contact_not_found', 'conflict', 'precondition_failed'] }),
  testContact: endpoint({ method: 'POST', path: '/contacts/{id}/test', role: 'admin', tag: 'escalation', summary: 'Send a test message over each channel', params: IdParams, reply: z.object({ results: z.array(z.object({ channel: z.string(), ok: z.boolean(), message: z.string() })) }), errors: ['contact_not_found'] }),
};

export const policyEndpoints = {
  listPolicies: endpoint({ method: 'GET', path: '/escalation-policies', role: 'viewer', tag: 'escalation', summary: 'Escalation policies in the order they are tried', reply: z.object({ items: z.array(Policy), next: z.null() }) }),
  createPolicy: endpoint({ method: 'POST', path: '/escalation-policies', role: 'admin', tag: 'escalation', summary: 'Add a policy', body: PolicyInput, reply: Policy, status: 201, etag: true, errors: ['name_taken', 'unprocessable'] }),
  getPolicy: endpoint({ method: 'GET', path: '/escalation-policies/{id}', role: 'viewer', tag: 'escalation', summary: 'Read a policy', params: IdParams, reply: Policy, etag: true, errors: ['policy_not_found'] }),
  replacePolicy: endpoint({ method: 'PUT', path: '/escalation-policies/{id}', role: 'admin', tag: 'escalation', summary: 'Replace a policy', params: IdParams, body: PolicyInput, reply: Policy, etag: true, ifMatch: true, errors: ['policy_not_found', 'name_taken', 'precondition_failed', 'unprocessable'] }),
  deletePolicy: endpoint({ method: 'DELETE', path: '/escalation-policies/{id}', role: 'admin', tag: 'escalation', summary: 'Remove a policy; running escalations of it stop', params: IdParams, reply: z.void(), ifMatch: true, errors: ['policy_not_found', 'precondition_failed'] }),
};

export const scheduleEndpoints = {
  listSchedules: endpoint({ method: 'GET', path: '/schedules', role: 'viewer', tag: 'escalation', summary: 'Duty rotas, who has duty now and next', reply: z.object({ items: z.array(Schedule), next: z.null() }) }),
  createSchedule: endpoint({ method: 'POST', path: '/schedules', role: 'admin', tag: 'escalation', summary: 'Add a rota', body: ScheduleInput, reply: Schedule, status: 201, etag: true, errors: ['name_taken', 'unprocessable'] }),
  getSchedule: endpoint({ method: 'GET', path: '/schedules/{id}', role: 'viewer', tag: 'escalation', summary: 'Read a rota', params: IdParams, reply: Schedule, etag: true, errors: ['schedule_not_found'] }),
  replaceSchedule: endpoint({ method: 'PUT', path: '/schedules/{id}', role: 'admin', tag: 'escalation', summary: 'Replace a rota', params: IdParams, body: ScheduleInput, reply: Schedule, etag: true, ifMatch: true, errors: ['schedule_not_found', 'name_taken', 'precondition_failed', 'unprocessable'] }),
  deleteSchedule: endpoint({ method: 'DELETE', path: '/schedules/{id}', role: 'admin', tag: 'escalation', summary: 'Remove a rota', params: IdParams, reply: z.void(), ifMatch: true, errors: ['schedule_not_found', 'conflict', 'precondition_failed'] }),
  scheduleCalendar: endpoint({ method: 'GET', path: '/schedules/{id}/calendar.ics', role: 'viewer', tag: 'escalation', summary: 'The coming shifts as iCalendar', params: IdParams, reply: z.string(), produces: 'text/calendar', errors: ['schedule_not_found'] }),
  makeCalendarLink: endpoint({ method: 'POST', path: '/schedules/{id}/calendar-link', role: 'operator', tag: 'escalation', summary: 'Make the address by which calendars subscribe to the shifts; the one before ends', params: IdParams, reply: CalendarLink, status: 201, errors: ['schedule_not_found'] }),
  endCalendarLink: endpoint({ method: 'DELETE', path: '/schedules/{id}/calendar-link', role: 'operator', tag: 'escalation', summary: 'End that address', params: IdParams, reply: z.void(), errors: ['schedule_not_found'] }),
};
