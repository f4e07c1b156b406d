import { getBackendSrv } from '@grafana/runtime';
import { createClient, type Client } from '../../contract/client.ts';
import { createProxySend } from '../data/proxySend';

let client: Client | undefined;

/** The app's client for panels: as the person who looks, through the app's routes. */
export const panelClient = (): Client => (client ??= createClient(createProxySend(getBackendSrv())));
