import React from 'react';
import type { DataSourceJsonData, DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Alert, Field, FieldSet, Input, SecretInput, TextLink } from '@grafana/ui';
import { paths } from '../../data/paths';

/** Address and read-only token. The scope is fixed: every viewer can send anything through a data source. */
export function ConfigEditor({ options, onOptionsChange }: DataSourcePluginOptionsEditorProps<DataSourceJsonData>) {
  const set = (token: string) =>
    onOptionsChange({
      ...options,
      jsonData: Object.assign({}, options.jsonData, { httpHeaderName1: 'Authorization', httpHeaderName2: 'X-Shellwatch-Scope' }),
      secureJsonData: { httpHeaderValue1: `Bearer ${token}`, httpHeaderValue2: 'view' },
    });
  return (
    <FieldSet label="Exporter">
      <Alert severity="info" title="The app makes this for you">
        <TextLink href={paths.configuration()}>Its configuration page</TextLink> creates this data source and its token in one click.
      </Alert>
      <Field label="Address" description="Where Grafana's server reaches the exporter.">
        <Input id="datasource-url" width={60} value={options.url} placeholder="http://127.0.0.1:9850" onChange={(event) => onOptionsChange({ ...options, url: event.currentTarget.value.trim() })} />
      </Field>
      <Field label="Token" description="Of the kind datasource, so that it can only read: shellwatch tokens add datasource --kind datasource">
        <SecretInput
          id="datasource-token"
          width={60}
          isConfigured={(options.secureJsonFields as Record<string, boolean> | undefined)?.['httpHeaderValue1'] === true}
          onChange={(event) => set(event.currentTarget.value.trim())}
          onReset={() => onOptionsChange({ ...options, secureJsonFields: { ...options.secureJsonFields, httpHeaderValue1: false }, secureJsonData: {} })}
        />
      </Field>
    </FieldSet>
  );
}
