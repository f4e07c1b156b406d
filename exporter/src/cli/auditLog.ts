import { Command, InvalidArgumentError } from 'commander';
import type { AuditEntry } from '../../../contract/audit.ts';
import { parseDuration } from '../duration.ts';
import { show } from './output.ts';
import type { Shell } from './shell.ts';
import { table } from './table.ts';

function before(text: string): string {
  const ms = parseDuration(text);
  if (ms === undefined) {
    throw new InvalidArgumentError('write a duration such as 24h');
  }
  return new Date(Date.now() - ms).toISOString();
}

const detailText = (details: AuditEntry['details']): string => (Object.keys(details).length === 0 ? '' : JSON.stringify(details));
const text = (entries: AuditEntry[]): string =>
  table(['TIME', 'WHO', 'FROM', 'WHAT', 'ON', 'DETAILS'], entries.map((entry) => [entry.at, entry.actor, entry.from, entry.action, entry.targetName, detailText(entry.details)]));

export function auditCommand(shell: Shell): Command {
  return new Command('audit')
    .description('who changed what, newest first')
    .option('--actor <name>', 'such as token:ops or grafana:ann')
    .option('--not-actor <name>', 'all but this one, such as schedule: what ran by itself')
    .option('--action <action>', 'such as server.create, or server. for all of them')
    .option('--target <name>', 'name or id of what was changed')
    .option('--text <text>', 'with this anywhere')
    .option('--since <duration>', 'not older than this', before)
    .option('--limit <count>', 'at most this many', Number, 100)
    .action(async ({ since, ...filter }: { since?: string; limit: number }, command: Command) => {
      const { items } = await shell.client.listAudit({ query: { ...filter, ...(since === undefined ? {} : { from: since }) } });
      show(shell, command, items, text);
    });
}
