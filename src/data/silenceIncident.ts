import type { Client } from '../../contract/client.ts';
import type { Incident } from '../../contract/incident.ts';
import { endSilenceAsPerson, silenceAsPerson } from './grafanaSilence';

/** Grafana's alerts are silenced as the person, so that Grafana checks their rights and names them; Alertmanager's by the exporter, which alone reaches it. */
export async function silenceIncident(client: Client, incident: Incident, minutes: number, comment = '') {
  const made = incident.source === 'grafana' ? { silenceId: await silenceAsPerson(incident, minutes, comment) } : {};
  return client.silenceIncident({ params: { id: incident.id }, body: { minutes, comment, ...made } });
}

export async function unsilenceIncident(client: Client, { id, source, silenceId }: Incident) {
  const ended = source === 'grafana' && silenceId !== null;
  if (ended) {
    await endSilenceAsPerson(silenceId);
  }
  return client.unsilenceIncident({ params: { id }, body: { ended } });
}
