import type { EmbeddedScene } from '@grafana/scenes';
import { historyGraphs } from '../queries/historyGraphs';
import { graphScene } from './graphScene';
import { historyPanel, type Limit } from './historyScene';

/** Checks that are drawn in the graph of another. */
const drawnIn: Record<string, string> = { swap: 'memory', disk_full_in: 'mounts', disk_inodes: 'mounts', disk_busy: 'busy', network_errors: 'network', reboot: 'load', server_down: 'cpu', load: 'load' };

/** The graph of what an incident is about, with its limit drawn in; undefined where nothing is drawn of it. */
export function incidentScene(server: string, incident: { check: string | null; startedAt: string }, limit: Limit): EmbeddedScene | undefined {
  const graph = historyGraphs.find(({ id, check }) => check === incident.check || id === drawnIn[incident.check ?? '']);
  if (graph === undefined) {
    return undefined;
  }
  const from = new Date(Date.parse(incident.startedAt) - 2 * 3_600_000).toISOString();
  return graphScene({ from, panels: [historyPanel(server, graph, graph.check === incident.check ? limit : undefined)] });
}
