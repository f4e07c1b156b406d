import { DataTopic, FieldType, LoadingState, toDataFrame, type DataFrame } from '@grafana/data';
import { SceneDataLayerBase, sceneGraph, type SceneDataLayerProviderState } from '@grafana/scenes';

/** A moment that is drawn into every graph of a page. */
export interface Mark {
  /** Milliseconds since the epoch. */
  at: number;
  title: string;
  text: string;
  /** A colour that Grafana knows by name, so that it follows the theme. */
  color: 'red' | 'orange' | 'green' | 'blue' | 'purple';
}

interface MarksState extends SceneDataLayerProviderState {
  marks: Mark[];
}

/** Marks as Grafana's annotations, known to the page already: nothing is asked for them. */
export class MarksLayer extends SceneDataLayerBase<MarksState> {
  constructor() {
    super({ name: 'Marks', marks: [], isHidden: true });
  }

  onEnable(): void {
    // There is nothing to listen to: the page shows new marks by `show`.
  }

  onDisable(): void {
    // See onEnable.
  }

  protected runLayer(): void {
    this.publishResults({ state: LoadingState.Done, series: [marksFrame(this.state.marks)], timeRange: sceneGraph.getTimeRange(this).state.value });
  }

  show(marks: Mark[]): void {
    this.setState({ marks });
    if (this.isActive) {
      this.runLayer();
    }
  }
}

export function marksFrame(marks: Mark[]): DataFrame {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: marks.map(({ at }) => at) },
      { name: 'title', type: FieldType.string, values: marks.map(({ title }) => title) },
      { name: 'text', type: FieldType.string, values: marks.map(({ text }) => text) },
      { name: 'color', type: FieldType.string, values: marks.map(({ color }) => color) },
    ],
  });
  return { ...frame, meta: { dataTopic: DataTopic.Annotations } };
}
