import React, { type ReactNode } from 'react';
import type { NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import { isOutage } from '../data/apiError';
import { paths } from '../data/paths';
import { can } from '../data/permissions';
import { useHealth } from '../data/useHealth';

interface AppPageProps {
  title: string;
  /** A page below one of the menu's, for the breadcrumbs. */
  parent?: { text: string; url: string };
  subTitle?: ReactNode;
  tabs?: Array<{ text: string; url: string; active: boolean; count?: number }>;
  actions?: ReactNode;
  children: ReactNode;
}

const tabItem = ({ text, url, active, count }: { text: string; url: string; active: boolean; count?: number }): NavModelItem => ({
  text,
  url,
  active,
  ...(count === undefined || count === 0 ? {} : { tabCounter: count }),
});

/** The frame of every page: Grafana's own, and one banner when the exporter can not be reached. It heals by itself. */
export function AppPage({ title, parent, subTitle, tabs, actions, children }: AppPageProps) {
  const health = useHealth();
  const pageNav: NavModelItem = { text: title, ...(parent === undefined ? {} : { parentItem: parent }), ...(tabs === undefined ? {} : { children: tabs.map(tabItem) }) };
  return (
    <PluginPage pageNav={pageNav} subTitle={subTitle} actions={actions}>
      {health.error !== undefined && isOutage(health.error) && (
        <Alert severity="error" title="The exporter does not answer">
          <Stack direction="column" alignItems="flex-start" gap={1}>
            <span>{health.error.message} This page goes on by itself when it answers.</span>
            {can('admin') && (
              <LinkButton size="sm" variant="secondary" href={paths.configuration()}>
                Check the configuration
              </LinkButton>
            )}
          </Stack>
        </Alert>
      )}
      {health.data?.status === 'degraded' && (
        <Alert severity="warning" title="The exporter is degraded">
          {health.data.database === 'failed' ? 'Its database does not answer; nothing can be saved.' : 'It is late with its polls.'}
        </Alert>
      )}
      {children}
    </PluginPage>
  );
}
