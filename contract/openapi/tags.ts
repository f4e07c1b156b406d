/** What the endpoints of a tag are about, in the order the docs show them. */
export const tags: Record<string, string> = {
  servers: 'Who is watched, and how to log in there',
  'host keys': 'Which keys the servers show, and which are trusted',
  status: 'Whether each server is up, and why not',
  metrics: 'Values now and over time',
  specs: 'Hardware and system of each server, and what changed',
  commands: 'Saved scripts that run on servers and may give metrics',
  runs: 'What commands did, where and when',
  logs: 'Log sources, their lines, and what is in them',
  thresholds: 'Limits per server, tag or mount',
  incidents: 'What fired, who reacted, how it ended',
  escalation: 'Whom to tell, when, until somebody reacts',
  maintenance: 'Times when nobody is told',
  telegram: 'The bot that tells and listens',
  import: 'Servers from files that are there already',
  access: 'API tokens and the audit log',
  service: 'The exporter itself',
};
