import React, { useState } from 'react';
import { DataSourcePicker } from '@grafana/runtime';
import { Button, Field, FieldSet } from '@grafana/ui';
import { notify } from '../../data/notify';
import type { AppSettings } from '../../data/settings';
import { saveSettings } from './saveSettings';

/** Which Prometheus scrapes the exporter: the metrics tab, alert rules and shipped dashboards ask it. */
export function PrometheusSection({ settings }: { settings: AppSettings }) {
  const [chosen, setChosen] = useState<{ uid: string; name: string }>();
  const save = async () => {
    if (chosen !== undefined) {
      await saveSettings({ ...settings, prometheusUid: chosen.uid }, undefined, [`Prometheus data source: ${chosen.name}`]).catch((error) => notify.error('The settings were not saved', error));
    }
  };
  return (
    <FieldSet label="Prometheus">
      <Field label="Data source" description="The Prometheus that scrapes the exporter. Without one, history still comes from the exporter itself.">
        <DataSourcePicker type="prometheus" current={chosen?.uid ?? settings.prometheusUid ?? null} noDefault onChange={(source) => setChosen({ uid: source.uid, name: source.name })} />
      </Field>
      <Button variant="secondary" disabled={chosen === undefined || chosen.uid === settings.prometheusUid} onClick={() => void save()}>
        Save data source
      </Button>
    </FieldSet>
  );
}
