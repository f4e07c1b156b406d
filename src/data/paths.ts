import { APP_ID, APP_ROOT } from './plugin';

export type ServerTab = 'overview' | 'metrics' | 'hardware' | 'commands' | 'logs' | 'alerts' | 'connection';

const id = encodeURIComponent;
const query = (values: Record<string, string>) => (Object.keys(values).length === 0 ? '' : `?${new URLSearchParams(values)}`);

/** Every address of the app, in one place: pages link to each other without importing each other. */
export const paths = {
  fleet: () => `${APP_ROOT}/fleet`,
  server: (server: string, tab: ServerTab = 'overview') => `${APP_ROOT}/server/${id(server)}/${tab}`,
  servers: () => `${APP_ROOT}/servers`,
  newServer: () => `${APP_ROOT}/servers/new`,
  editServer: (server: string) => `${APP_ROOT}/servers/${id(server)}/edit`,
  importServers: () => `${APP_ROOT}/servers/import`,
  hostKeys: () => `${APP_ROOT}/servers/host-keys`,
  commands: () => `${APP_ROOT}/commands`,
  newCommand: () => `${APP_ROOT}/commands/new`,
  command: (command: string) => `${APP_ROOT}/commands/${id(command)}`,
  editCommand: (command: string) => `${APP_ROOT}/commands/${id(command)}/edit`,
  runs: (filter: Record<string, string> = {}) => `${APP_ROOT}/commands/runs${query(filter)}`,
  run: (run: string) => `${APP_ROOT}/commands/runs/${id(run)}`,
  logs: (filter: Record<string, string> = {}) => `${APP_ROOT}/logs${query(filter)}`,
  logSources: (filter: Record<string, string> = {}) => `${APP_ROOT}/logs/sources${query(filter)}`,
  logAnalysis: (filter: Record<string, string> = {}) => `${APP_ROOT}/logs/analysis${query(filter)}`,
  alerts: (part?: string) => (part === undefined ? `${APP_ROOT}/alerts` : `${APP_ROOT}/alerts/${part}`),
  settings: (part = '') => `${APP_ROOT}/settings${part === '' ? '' : `/${part}`}`,
  configuration: () => `/plugins/${APP_ID}?page=configuration`,
};
