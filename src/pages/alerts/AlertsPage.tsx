import React, { type ReactNode } from 'react';
import { AppPage } from '../../components/AppPage';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useOpenIncidents } from '../../data/useIncidents';
import { alertTabs } from './alertTabs';

/** The frame of every alerts page: its tabs, with the number of incidents that wait. */
export function AlertsPage({ part, actions, children }: { part: string; actions?: ReactNode; children: ReactNode }) {
  const waiting = useOpenIncidents().data?.filter(({ state }) => state === 'firing').length ?? 0;
  const tabs = alertTabs.filter(({ admin }) => !admin || can('admin')).map(({ id, title }) => ({ text: title, url: paths.alerts(id), active: id === part, ...(id === 'incidents' ? { count: waiting } : {}) }));
  return (
    <AppPage title="Alerts" tabs={tabs} actions={actions}>
      {children}
    </AppPage>
  );
}
