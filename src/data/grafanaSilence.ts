import { getBackendSrv } from '@grafana/runtime';
import type { Incident } from '../../contract/incident.ts';

const path = '/api/alertmanager/grafana/api/v2/silences';
const equals = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });

/** Silences an incident in Grafana as the person who is logged in: its rule, and the labels that name what it is about. */
export async function silenceAsPerson({ id, ruleUid, labels }: Incident, minutes: number, comment: string): Promise<string> {
  const now = Date.now();
  const named = Object.entries(labels).filter(([name]) => name !== 'severity' && name !== 'grafana_folder' && name !== 'alertname');
  const { silenceID } = await getBackendSrv().post<{ silenceID: string }>(
    path,
    {
      matchers: [...(ruleUid === null ? [] : [equals('__alert_rule_uid__', ruleUid)]), ...named.map(([name, value]) => equals(name, value))],
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + minutes * 60_000).toISOString(),
      createdBy: 'Shellwatch',
      comment: comment === '' ? `incident ${id}` : `incident ${id}: ${comment}`,
    },
    { showErrorAlert: false }
  );
  return silenceID;
}
