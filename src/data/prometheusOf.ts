import { config } from '@grafana/runtime';
import type { DataSourceInstanceSettings } from '@grafana/data';
import type { AppSettings } from './settings';

/** The Prometheus that was chosen, else the default one, else the first there is. */
export function prometheusOf(settings: AppSettings): DataSourceInstanceSettings | undefined {
  const all = Object.values(config.datasources ?? {}).filter(({ type }) => type === 'prometheus');
  return all.find(({ uid }) => uid === settings.prometheusUid) ?? all.find(({ isDefault }) => isDefault === true) ?? all[0];
}
