import { config, getBackendSrv, isFetchError } from '@grafana/runtime';
import { ApiError } from '../../contract/client.ts';
import type { Incident } from '../../contract/incident.ts';

const root = '/api/alertmanager/grafana/api/v2';
const quiet = { showErrorAlert: false, showSuccessAlert: false };
const equals = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });

/** Says what Grafana refused, in its own words where it has some. */
function refusal(error: unknown): unknown {
  if (!isFetchError(error)) {
    return error;
  }
  const { status, data } = error;
  const said = (data as { message?: string } | undefined)?.message;
  return status === 403 ? new ApiError(status, 'no_permission', 'Grafana does not let you silence alerts.') : new ApiError(status, 'grafana_unavailable', said ?? `Grafana answered ${status}.`);
}

/** Silences an incident in Grafana as the person who is logged in: its rule, and the labels that name what it is about. */
export async function silenceAsPerson({ id, ruleUid, labels }: Incident, minutes: number, comment: string): Promise<string> {
  const now = Date.now();
  const named = Object.entries(labels).filter(([name]) => name !== 'severity' && name !== 'grafana_folder' && name !== 'alertname');
  const silence = {
    matchers: [...(ruleUid === null ? [] : [equals('__alert_rule_uid__', ruleUid)]), ...named.map(([name, value]) => equals(name, value))],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + minutes * 60_000).toISOString(),
    createdBy: config.bootData?.user?.login ?? 'Shellwatch',
    comment: comment === '' ? `incident ${id}` : `incident ${id}: ${comment}`,
  };
  try {
    return (await getBackendSrv().post<{ silenceID: string }>(`${root}/silences`, silence, quiet)).silenceID;
  } catch (error) {
    throw refusal(error);
  }
}

/** Ends a silence as the person; one that is over already is no failure. */
export async function endSilenceAsPerson(silenceId: string): Promise<void> {
  const path = `${root}/silence/${encodeURIComponent(silenceId)}`;
  try {
    await getBackendSrv().delete(path, undefined, quiet);
  } catch (error) {
    if (!(await isOver(path))) {
      throw refusal(error);
    }
  }
}

async function isOver(path: string): Promise<boolean> {
  try {
    return (await getBackendSrv().get<{ status: { state: string } }>(path, undefined, undefined, quiet)).status.state === 'expired';
  } catch (error) {
    return isFetchError(error) && error.status === 404;
  }
}
