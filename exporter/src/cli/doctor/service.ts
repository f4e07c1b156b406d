import { version } from '../../version.ts';
import type { Check, Finding } from './finding.ts';
import { notReached } from './notReached.ts';

/** The running service: whether it answers, is well, and takes this token. */
export const service: Check = async ({ client }) => {
  try {
    const health = await client.getHealth({});
    const { name, role } = await client.getCaller({});
    const findings: Finding[] = [
      health.status === 'ok'
        ? { level: 'ok', about: 'service', text: `version ${health.version}, ${health.sessions} sessions` }
        : {
            level: 'failure',
            about: 'service',
            text: health.database === 'failed' ? 'its database does not answer' : `polls begin ${health.pollingLagSeconds?.toFixed(1)} s late`,
            advice: health.database === 'failed' ? 'Look at its log, and at the database.' : 'It has too much to do: longer intervals, fewer servers, or a faster CPU.',
          },
      { level: 'ok', about: 'token', text: `${name}, ${role}` },
    ];
    const other: Finding = { level: 'warning', about: 'version', text: `the service is ${health.version}, this command ${version}`, advice: 'Restart the service after an update.' };
    return health.version === version ? findings : [...findings, other];
  } catch (error) {
    return [{ level: 'failure', about: 'service', text: notReached(error) }];
  }
};
