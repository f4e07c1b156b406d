import type { contactEndpoints, policyEndpoints, scheduleEndpoints } from '../../../../contract/escalation.ts';
import type { maintenanceEndpoints } from '../../../../contract/maintenance.ts';
import type { EscalationRoom } from '../../fleet/escalation/escalationRoom.ts';
import type { Handlers } from '../route.ts';

export const contactRoutes = ({ contacts }: EscalationRoom): Handlers<typeof contactEndpoints> => ({
  listContacts: () => contacts.list(),
  createContact: ({ body, actor }) => contacts.create(body, actor),
  getContact: ({ params }) => contacts.get(params.id),
  replaceContact: ({ params, body, ifMatch, actor }) => contacts.replace(params.id, body, ifMatch, actor),
  deleteContact: ({ params, ifMatch, actor }) => contacts.remove(params.id, ifMatch, actor),
  testContact: ({ params, actor }) => contacts.test(params.id, actor),
});

export const policyRoutes = ({ policies }: EscalationRoom): Handlers<typeof policyEndpoints> => ({
  listPolicies: () => policies.list(),
  createPolicy: ({ body, actor }) => policies.create(body, actor),
  getPolicy: ({ params }) => policies.get(params.id),
  replacePolicy: ({ params, body, ifMatch, actor }) => policies.replace(params.id, body, ifMatch, actor),
  deletePolicy: ({ params, ifMatch, actor }) => policies.remove(params.id, ifMatch, actor),
});

export const scheduleRoutes = ({ schedules }: EscalationRoom): Handlers<typeof scheduleEndpoints> => ({
  listSchedules: () => schedules.list(),
  createSchedule: ({ body, actor }) => schedules.create(body, actor),
  getSchedule: ({ params }) => schedules.get(params.id),
  replaceSchedule: ({ params, body, ifMatch, actor }) => schedules.replace(params.id, body, ifMatch, actor),
  deleteSchedule: ({ params, ifMatch, actor }) => schedules.remove(params.id, ifMatch, actor),
  scheduleCalendar: ({ params }) => schedules.calendar(params.id),
  makeCalendarLink: ({ params, actor }) => schedules.makeLink(params.id, actor),
  endCalendarLink: ({ params, actor }) => schedules.endLink(params.id, actor),
});

export const maintenanceRoutes = ({ maintenance }: EscalationRoom): Handlers<typeof maintenanceEndpoints> => ({
  listMaintenance: () => maintenance.list(),
  maintenanceCalendar: ({ query }) => maintenance.calendar(query),
  createMaintenance: ({ body, actor }) => maintenance.create(body, actor),
  getMaintenance: ({ params }) => maintenance.get(params.id),
  replaceMaintenance: ({ params, body, ifMatch, actor }) => maintenance.replace(params.id, body, ifMatch, actor),
  deleteMaintenance: ({ params, ifMatch, actor }) => maintenance.remove(params.id, ifMatch, actor),
});
