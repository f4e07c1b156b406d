/** What the table of the fleet can show besides the names, in its order: id → title. */
export const fleetColumns = {
  status: 'Status',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Fullest mount',
  load: 'Load',
  uptime: 'Up for',
  seen: 'Last seen',
  tags: 'Tags',
} as const;
