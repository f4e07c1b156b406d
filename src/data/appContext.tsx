import React, { createContext, useContext, useMemo, type ReactNode } from 'react';
import { getBackendSrv } from '@grafana/runtime';
import { createClient, type Client } from '../../contract/client.ts';
import { createFeedClient, type FeedClient } from './feed/feedClient';
import { openFeed } from './feed/openFeed';
import { APP_ID } from './plugin';
import { createProxySend } from './proxySend';
import { createQueryStore, type QueryStore } from './queryStore';
import type { AppSettings } from './settings';

export interface AppServices {
  client: Client;
  queries: QueryStore;
  feed: FeedClient;
  settings: AppSettings;
}

const viewRoute = `/api/plugin-proxy/${APP_ID}/view`;

const AppContext = createContext<AppServices | undefined>(undefined);

export const createAppServices = (settings: AppSettings): AppServices => ({
  client: createClient(createProxySend(getBackendSrv())),
  queries: createQueryStore(),
  feed: createFeedClient({ open: openFeed(`${viewRoute}/ws`, viewRoute) }),
  settings,
});

export function AppServicesProvider({ services, children }: { services: AppServices; children: ReactNode }) {
  return <AppContext.Provider value={services}>{children}</AppContext.Provider>;
}

export function useAppServices(): AppServices {
  const services = useContext(AppContext);
  if (services === undefined) {
    throw new Error('useAppServices needs AppServicesProvider above it');
  }
  return services;
}

export const useClient = (): Client => useAppServices().client;

/** Services for one mount of the app. */
export const useNewAppServices = (settings: AppSettings): AppServices => useMemo(() => createAppServices(settings), [settings]);
