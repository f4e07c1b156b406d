import React, { lazy, Suspense } from 'react';
import { AppPlugin, type AppPluginMeta, type AppRootProps, type PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import type { AppSettings } from './data/settings';

const App = lazy(() => import('./app/App'));
const AppConfig = lazy(() => import('./app/AppConfig'));

const waiting = <LoadingPlaceholder text="" />;

const LazyApp = (props: AppRootProps<AppSettings>) => (
  <Suspense fallback={waiting}>
    <App {...props} />
  </Suspense>
);

const LazyAppConfig = (props: PluginConfigPageProps<AppPluginMeta<AppSettings>>) => (
  <Suspense fallback={waiting}>
    <AppConfig {...props} />
  </Suspense>
);

export const plugin = new AppPlugin<AppSettings>()
  .setRootPage(LazyApp)
  .addConfigPage({ title: 'Configuration', icon: 'cog', id: 'configuration', body: LazyAppConfig });
