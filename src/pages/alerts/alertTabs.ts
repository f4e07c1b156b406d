/** The tabs of the alerts pages, in their order; a person without the role does not see the ones for admins. */
export const alertTabs = [
  { id: 'incidents', title: 'Incidents', admin: false },
  { id: 'history', title: 'History', admin: false },
  { id: 'thresholds', title: 'Thresholds', admin: false },
  { id: 'maintenance', title: 'Maintenance', admin: false },
  { id: 'policies', title: 'Escalation', admin: false },
  { id: 'contacts', title: 'Contacts', admin: false },
  { id: 'rota', title: 'Rota', admin: false },
  { id: 'setup', title: 'Set-up', admin: true },
] as const;
