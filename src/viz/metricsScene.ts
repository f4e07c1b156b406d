import type { EmbeddedScene } from '@grafana/scenes';
import { instance } from '../queries/panel';
import { serverPanels } from '../queries/serverPanels';
import { graphScene } from './graphScene';
import type { MarksLayer } from './marksLayer';
import { panelOf } from './panelOf';

/** One group of a server's metrics over PromQL. */
export function metricsScene(serverName: string, group: string, prometheusUid: string, marks: MarksLayer): EmbeddedScene {
  const panels = serverPanels(instance(serverName)).find(({ title }) => title === group)?.panels ?? [];
  return graphScene({ from: 'now-1h', marks, panels: panels.map((panel) => panelOf(panel, { type: 'prometheus', uid: prometheusUid })) });
}
