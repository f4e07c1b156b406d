import { Command } from 'commander';
import { dataFolder } from './doctor/dataFolder.ts';
import { database } from './doctor/database.ts';
import { environment } from './doctor/environment.ts';
import type { Finding } from './doctor/finding.ts';
import { paths, servers } from './doctor/servers.ts';
import { service } from './doctor/service.ts';
import { show } from './output.ts';
import type { Shell } from './shell.ts';

const marks = { ok: '✓', warning: '▲', failure: '✗' };

function report(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ level, about, text, advice }) => [`${marks[level]} ${about.padEnd(width)}  ${text}`, ...(advice === undefined ? [] : [`  ${' '.repeat(width)}  → ${advice}`])]);
  const bad = findings.filter(({ level }) => level !== 'ok').length;
  return `${lines.join('\n')}\n${bad === 0 ? 'Nothing to do.' : `${bad} of ${findings.length} need a look.`}\n`;
}

export const doctorCommand = (shell: Shell): Command =>
  new Command('doctor')
    .description('look at settings, data folder, database, master key, service, clocks and servers; changes nothing')
    .option('--paths', 'also try the connection to every server, step by step')
    .action(async ({ paths: withPaths }: { paths?: boolean }, command: Command) => {
      const findings: Finding[] = [];
      for (const check of [environment, dataFolder, database, service, withPaths === true ? paths : servers]) {
        findings.push(...(await check(shell)));
      }
      show(shell, command, findings, report);
      shell.exitWith(findings.some(({ level }) => level === 'failure') ? 1 : 0);
    });
