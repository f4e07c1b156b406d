import React, { type ReactElement } from 'react';
import { render, type RenderResult } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom';
import { config, setAppEvents, setBackendSrv } from '@grafana/runtime';
import { EventBusSrv } from '@grafana/data';
import { createFeedClient, type FeedClient } from '../data/feed/feedClient';
import { AppServicesProvider, createAppServices } from '../data/appContext';
import type { Permission } from '../data/permissions';
import type { AppSettings } from '../data/settings';
import { grafanaBackend } from './grafanaBackend';
import { mockServer } from './mockApi';

const actions = { view: 'read', operate: 'operate', admin: 'admin' } as const;

/** Grants as Grafana's boot data tells them. */
export function grant(...permissions: Permission[]) {
  config.bootData = { user: { permissions: Object.fromEntries(permissions.map((name) => [`shellwatch-fleet-app.servers:${actions[name]}`, true])) } } as typeof config.bootData;
}

export const appEvents = new EventBusSrv();

/** Puts Grafana's parts and the network's stand-in in place around each test of a file; every right is granted unless a test takes some. */
export function setUpGrafana() {
  const unexpected: string[] = [];
  beforeAll(() =>
    mockServer.listen({
      onUnhandledFrame: async ({ frame, defaults }) => {
        unexpected.push(await frame.getUnhandledMessage());
        defaults.error();
      },
    })
  );
  beforeEach(() => {
    setBackendSrv(grafanaBackend);
    setAppEvents(appEvents);
    window.localStorage.clear();
    window.sessionStorage.clear();
    grant('view', 'operate', 'admin');
  });
  afterEach(() => {
    mockServer.resetHandlers();
    // A page shows a refused request as an error of its own: nothing but this would fail.
    expect(unexpected.splice(0)).toEqual([]);
  });
  afterAll(() => mockServer.close());
}

/** Shows where the router is, for tests of state in the address. */
const Where = () => {
  const { pathname, search } = useLocation();
  return <output data-testid="where">{pathname + search}</output>;
};

interface RenderOptions {
  /** Address relative to the app's root, such as `/fleet?view=table`. */
  at?: string;
  /** The route that the element stands at, relative to the app's root. */
  route?: string;
  settings?: AppSettings;
  feed?: FeedClient;
}

/** A feed that never connects: what is shown comes by polling. */
const silentFeed = () => createFeedClient({ open: () => ({ send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null }) });

export type Rendered = RenderResult & { user: ReturnType<typeof userEvent.setup> };

/** Renders part of the app as App does: router, services, Grafana's own parts. */
export function renderApp(element: ReactElement, { at = '/fleet', route = '*', settings = { exporterUrl: 'http://exporter' }, feed = silentFeed() }: RenderOptions = {}): Rendered {
  const root = '/a/shellwatch-fleet-app';
  const result = render(
    <MemoryRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }} initialEntries={[root + at]}>
      <AppServicesProvider services={{ ...createAppServices(settings), feed }}>
        <Routes>
          <Route path={`${root}/${route}`} element={element} />
          <Route path="*" element={null} />
        </Routes>
        <Where />
      </AppServicesProvider>
    </MemoryRouter>
  );
  return { ...result, user: userEvent.setup() };
}
