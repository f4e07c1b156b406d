import { ApiError, type Client } from '../../../contract/client.ts';
import { toApiError } from '../../data/apiError';

export interface ExporterStep {
  name: string;
  state: 'ok' | 'failed' | 'skipped';
  text: string;
}

const steps = ['Grafana reaches the exporter', 'The exporter accepts the token', 'Their versions fit'] as const;
const skipped = (name: string): ExporterStep => ({ name, state: 'skipped', text: 'Not tried: a step before failed.' });
const series = (version: string) => version.split('.').slice(0, version.startsWith('0.') ? 2 : 1).join('.');

const reachText = (error: ApiError) =>
  error.code === 'unexpected' ? `Something answers at this address, but it is not the exporter (status ${error.status}).` : error.message;

const tokenText = (error: ApiError) =>
  error.code === 'unauthorized' || error.code === 'scope_missing'
    ? 'The exporter does not know this token. Make one with `shellwatch tokens add grafana --kind grafana` and paste it above.'
    : error.message;

/** Tries the way to the exporter, one step after the other, and names the one that fails. */
export async function testExporter(client: Client, appVersion: string): Promise<ExporterStep[]> {
  const [reach, token, version] = steps;
  let health;
  try {
    health = await client.getHealth({});
  } catch (error) {
    return [{ name: reach, state: 'failed', text: reachText(toApiError(error)) }, skipped(token), skipped(version)];
  }
  const reached: ExporterStep = { name: reach, state: 'ok', text: `It answers as version ${health.version}, status ${health.status}.` };
  let caller;
  try {
    caller = await client.getCaller({});
  } catch (error) {
    return [reached, { name: token, state: 'failed', text: tokenText(toApiError(error)) }, skipped(version)];
  }
  const known: ExporterStep =
    caller.kind === 'grafana'
      ? { name: token, state: 'ok', text: `It knows you as ${caller.name}.` }
      : { name: token, state: 'failed', text: `This token is of the kind ${caller.kind}, which ignores the roles of Grafana's users. Make one of the kind grafana.` };
  const fits = series(health.version) === series(appVersion);
  return [
    reached,
    known,
    fits
      ? { name: version, state: 'ok', text: `App ${appVersion}, exporter ${health.version}.` }
      : { name: version, state: 'failed', text: `The app is ${appVersion}, the exporter ${health.version}. Install the same release of both.` },
  ];
}
