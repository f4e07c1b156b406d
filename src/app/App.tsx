import React, { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { AppServicesProvider, useNewAppServices } from '../data/appContext';
import type { AppSettings } from '../data/settings';
import { IncidentToasts } from './IncidentToasts';
import { NamedServer } from './NamedServer';
import { NotConfigured } from './NotConfigured';
import { NotFound } from './NotFound';
import { StatusToasts } from './StatusToasts';

const FleetPage = lazy(() => import('../pages/fleet/FleetPage'));
const ServerPage = lazy(() => import('../pages/server/ServerPage'));
const ServersRoutes = lazy(() => import('../pages/servers/ServersRoutes'));
const CommandsRoutes = lazy(() => import('../pages/commands/CommandsRoutes'));
const LogsRoutes = lazy(() => import('../pages/logs/LogsRoutes'));
const AlertsRoutes = lazy(() => import('../pages/alerts/AlertsRoutes'));
const SettingsPage = lazy(() => import('../pages/settings/SettingsPage'));

const noSettings: AppSettings = {};

export default function App({ meta }: AppRootProps<AppSettings>) {
  const settings = meta.jsonData ?? noSettings;
  const services = useNewAppServices(settings);
  if (settings.exporterUrl === undefined || settings.exporterUrl === '') {
    return <NotConfigured />;
  }
  return (
    <AppServicesProvider services={services}>
      <IncidentToasts />
      <StatusToasts />
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Routes>
          <Route path="fleet" element={<FleetPage />} />
          <Route path="server" element={<NamedServer />} />
          <Route path="server/:id" element={<Navigate to="overview" replace />} />
          <Route path="server/:id/:tab" element={<ServerPage />} />
          <Route path="servers/*" element={<ServersRoutes />} />
          <Route path="commands/*" element={<CommandsRoutes />} />
          <Route path="logs/*" element={<LogsRoutes />} />
          <Route path="alerts/*" element={<AlertsRoutes />} />
          <Route path="settings" element={<Navigate to="health" replace />} />
          <Route path="settings/:part" element={<SettingsPage />} />
          <Route path="" element={<Navigate to="fleet" replace />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </AppServicesProvider>
  );
}
