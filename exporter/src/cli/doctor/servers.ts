import type { Client } from '../../../../contract/client.ts';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Check, Finding } from './finding.ts';
import { notReached } from './notReached.ts';

/** A clock that is off by more makes graphs and logs of different servers hard to compare. */
const clockTolerance = 2;
/** The service tries no more connections than this at once. */
const testsAtOnce = 3;

/** How far a server's clock is from the exporter's, in seconds, at the end of its last poll. */
async function clockOffset(client: Client, id: string): Promise<number | undefined> {
  const { at, families } = await client.getMetrics({ params: { id }, query: { family: 'node_time_seconds' } });
  const value = families[0]?.samples[0]?.value;
  return at === null || typeof value !== 'number' ? undefined : value - Date.parse(at) / 1000;
}

async function upServer(client: Client, { id, name }: ServerStatus): Promise<Finding> {
  const offset = await clockOffset(client, id);
  if (offset !== undefined && Math.abs(offset) > clockTolerance) {
    return { level: 'warning', about: name, text: `up, but its clock is ${Math.abs(offset).toFixed(1)} s ${offset > 0 ? 'ahead of' : 'behind'} this one`, advice: 'Let NTP keep both.' };
  }
  return { level: 'ok', about: name, text: 'up' };
}

function otherServer({ name, state, reason, message, detail }: ServerStatus): Finding {
  const text = `${state}${reason === null ? '' : ` (${reason})`}${detail === null ? '' : `: ${detail}`}`;
  const meant = reason === 'disabled' || reason === 'stopped';
  return { level: state === 'down' || (state === 'paused' && !meant) ? 'failure' : 'ok', about: name, text, ...(message === null || meant ? {} : { advice: message }) };
}

/** The servers of the fleet; none where the service is not reached, which is a finding already. */
async function everyServer(client: Client): Promise<ServerStatus[]> {
  try {
    return (await client.getRealtimeStatus({})).servers;
  } catch (error) {
    notReached(error);
    return [];
  }
}

/** Every server: its status, and how far its clock is off. */
export const servers: Check = async ({ client }) => {
  const findings: Finding[] = [];
  for (const status of await everyServer(client)) {
    findings.push(status.state === 'up' ? await upServer(client, status) : otherServer(status));
  }
  return findings;
};

/** Every server's way, tried anew step by step: a login of its own for each. */
export const paths: Check = async ({ client }) => {
  const all = await everyServer(client);
  const findings: Finding[] = [];
  for (let from = 0; from < all.length; from += testsAtOnce) {
    const reports = all.slice(from, from + testsAtOnce).map(async ({ id, name }): Promise<Finding> => {
      const { ok, steps, durationMs, rung } = await client.testServer({ params: { id }, body: {} });
      const failed = steps.find((step) => step.status === 'failed');
      return ok
        ? { level: 'ok', about: name, text: `every step works, ${Math.round(durationMs)} ms, reader ${rung}` }
        : { level: 'failure', about: name, text: `${failed?.step}: ${failed?.detail}`, ...(failed?.advice ? { advice: failed.advice } : {}) };
    });
    findings.push(...(await Promise.all(reports)));
  }
  return findings;
};
