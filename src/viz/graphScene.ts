import { DashboardCursorSync } from '@grafana/schema';
import { behaviors, EmbeddedScene, SceneCSSGridLayout, SceneControlsSpacer, SceneDataLayerSet, SceneRefreshPicker, SceneTimePicker, SceneTimeRange, type SceneObject, type VizPanel } from '@grafana/scenes';
import type { MarksLayer } from './marksLayer';

interface GraphSceneOptions {
  panels: VizPanel[];
  from: string;
  to?: string;
  refresh?: string;
  /** More controls, before the time picker. */
  controls?: SceneObject[];
  /** What is drawn into every graph. */
  marks?: MarksLayer;
}

/** Graphs side by side that share time range and cursor. */
export function graphScene({ panels, from, to = 'now', refresh = '1m', controls = [], marks }: GraphSceneOptions): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from, to }),
    $behaviors: [new behaviors.CursorSync({ key: 'cursor', sync: DashboardCursorSync.Crosshair })],
    ...(marks === undefined ? {} : { $data: new SceneDataLayerSet({ layers: [marks] }) }),
    controls: [...controls, new SceneControlsSpacer(), new SceneTimePicker({}), new SceneRefreshPicker({ withText: true, refresh, intervals: ['15s', '1m', '5m'] })],
    body: new SceneCSSGridLayout({
      templateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
      autoRows: '240px',
      rowGap: 1,
      columnGap: 1,
      isLazy: true,
      children: panels,
    }),
  });
}
