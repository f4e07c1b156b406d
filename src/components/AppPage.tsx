import React, { useEffect, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import { isOutage } from '../data/apiError';
import { useAppServices } from '../data/appContext';
import { paths } from '../data/paths';
import { can } from '../data/permissions';
import { APP_ROOT } from '../data/plugin';
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

/** The pages of the menu: with its address, Grafana does not name one twice in the breadcrumbs. The fleet's is the address of the app itself. */
const menu: Record<string, string> = { Servers: paths.servers(), Commands: paths.commands(), Logs: paths.logs(), Alerts: paths.alerts(), Settings: `${APP_ROOT}/settings` };

/** One element all the time, so that nothing below it is made anew; without a box of its own unless it dims. */
const read = css({ display: 'contents', '&[data-stale=true]': { display: 'block', opacity: 0.6 } });

const tabItem = ({ text, url, active, count }: { text: string; url: string; active: boolean; count?: number }): NavModelItem => ({
  text,
  url,
  active,
  ...(count === undefined || count === 0 ? {} : { tabCounter: count }),
});

/** The frame of every page: Grafana's own, and one banner when the exporter can not be reached. It heals by itself. */
export function AppPage({ title, parent, subTitle, tabs, actions, children }: AppPageProps) {
  const health = useHealth();
  const { queries } = useAppServices();
  const outage = health.error !== undefined && isOutage(health.error) ? health.error : undefined;
  const away = outage !== undefined;
  // An effect's end is the moment the exporter answers again.
  useEffect(() => (away ? () => queries.retryFailed() : undefined), [away, queries]);
  const shown = tabs?.find(({ active }) => active)?.url;
  // A count comes later than its tab, and makes the row of tabs wider.
  const counts = tabs?.map(({ count }) => count ?? 0).join();
  // On a phone the tabs are wider than the page: the one that is shown is brought into sight. jsdom lays nothing out.
  // Newer browsers answer with a promise, which must not be taken for what ends the effect.
  useEffect(() => {
    document.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [shown, counts]);
  // What was read before the outage is not to look as if it were read now.
  const stale = (content: ReactNode) => (
    <div className={read} data-stale={away}>
      {content}
    </div>
  );
  const pageNav: NavModelItem = { text: title, ...(parent === undefined && menu[title] !== undefined ? { url: menu[title] } : {}), ...(parent === undefined ? {} : { parentItem: parent }), ...(tabs === undefined ? {} : { children: tabs.map(tabItem) }) };
  return (
    <PluginPage pageNav={pageNav} subTitle={subTitle === undefined ? undefined : stale(subTitle)} actions={actions}>
      {outage !== undefined && (
        <Alert severity="error" title="The exporter does not answer">
          <Stack direction="column" alignItems="flex-start" gap={1}>
            <span>{outage.message} This page goes on by itself when it answers.</span>
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
      {stale(children)}
    </PluginPage>
  );
}
