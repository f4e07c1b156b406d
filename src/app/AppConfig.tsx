import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import { GrafanaSetup } from '../components/setup/GrafanaSetup';
import { AppServicesProvider, createAppServices } from '../data/appContext';
import { paths } from '../data/paths';
import type { AppSettings } from '../data/settings';
import { ConnectionSection } from './config/ConnectionSection';
import { DatasourceSection } from './config/DatasourceSection';
import { PrometheusSection } from './config/PrometheusSection';
import { changes } from './config/recentChanges';
import { TestSection } from './config/TestSection';

const form = css({ maxWidth: 640 });

type Props = PluginConfigPageProps<AppPluginMeta<AppSettings>>;

/** The page of the app under Plugins: how Grafana reaches the exporter, tested step by step. */
export default function AppConfig({ plugin: { meta } }: Props) {
  const settings = useMemo(() => meta.jsonData ?? {}, [meta.jsonData]);
  const services = useMemo(() => createAppServices(settings), [settings]);
  const [done] = useState(changes.take);
  const connected = (settings.exporterUrl ?? '') !== '' && meta.secureJsonFields?.apiToken === true;
  return (
    <AppServicesProvider services={services}>
      <div className={form}>
        <Stack direction="column" gap={4}>
          {done.length > 0 && (
            <Alert severity="success" title="Saved">
              <ul>
                {done.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            </Alert>
          )}
          <ConnectionSection
            settings={settings}
            tokenSet={meta.secureJsonFields?.apiToken === true}
            enabled={meta.enabled === true}
          />
          {connected && (
            <>
              <TestSection auto={done.length > 0} version={meta.info.version} />
              <PrometheusSection settings={settings} />
              <DatasourceSection exporterUrl={settings.exporterUrl ?? ''} />
              <GrafanaSetup />
              <div>
                <LinkButton href={paths.fleet()}>Open the fleet</LinkButton>
              </div>
            </>
          )}
        </Stack>
      </div>
    </AppServicesProvider>
  );
}
