/** A panel as data: pages build scenes of it, the shipped dashboards JSON. */
export interface Panel {
  title: string;
  /** One sentence for the panel's info mark. */
  about?: string;
  type: 'timeseries' | 'stat' | 'bargauge' | 'table';
  /** In Grafana's unit ids. */
  unit: string;
  min?: number;
  max?: number;
  stack?: boolean;
  /** Colours of single values, each from its value on; without them a value is no judgement. */
  steps?: Array<[from: number | null, color: string]>;
  queries: Array<{ expr: string; legend: string; instant?: boolean }>;
}

export interface PanelGroup {
  title: string;
  panels: Panel[];
}

/** The label matcher of one server. Its name can hold no quote or backslash, but a variable's syntax passes through. */
export const instance = (name: string): string => `instance="${name}"`;
