import { byteSize, headerText, regex, databaseUrl, duration, filePath, flag, folder, listenAddress, mailSender, masterKey, networks, oneOf, origins, smtpUrl, telegramToken, token, webUrl, wholeNumber } from './kinds.ts';
import type { SettingTable } from './setting.ts';

/** The service and its doors. */
const service = {
  listen: { env: 'SHELLWATCH_LISTEN', kind: listenAddress, default: '127.0.0.1:9850', about: 'Where the service listens; loopback alone unless told' },
  dataDir: { env: 'SHELLWATCH_DATA_DIR', kind: folder, default: 'data', about: 'Folder of the database and of the secrets made on first start' },
  databaseUrl: { env: 'SHELLWATCH_DATABASE_URL', kind: databaseUrl, secret: 'text or file', about: 'Another database than `shellwatch.db` in the data folder' },
  masterKey: { env: 'SHELLWATCH_MASTER_KEY', kind: masterKey, secret: 'text', about: 'Encrypts the stored credentials' },
  masterKeyFile: { env: 'SHELLWATCH_MASTER_KEY_FILE', kind: filePath, about: 'The file of the master key, made on first start where it is missing; unset, `master-key` in the data folder' },
  adminToken: { env: 'SHELLWATCH_ADMIN_TOKEN', kind: token, secret: 'text or file', about: 'The first admin token; unset, `admin-token` in the data folder, made on first start' },
  metricsOpen: { env: 'SHELLWATCH_METRICS_OPEN', kind: flag, default: 'false', about: 'Serve /metrics, /probe and /sd without a token' },
  corsOrigins: { env: 'SHELLWATCH_CORS_ORIGINS', kind: origins, default: '', about: 'Origins whose pages may call the API from a browser; none unless named' },
  trustedProxies: { env: 'SHELLWATCH_TRUSTED_PROXIES', kind: networks, default: '', about: 'Proxies whose X-Forwarded-For is believed, for the audit log' },
  logLevel: { env: 'SHELLWATCH_LOG_LEVEL', kind: oneOf('debug', 'info', 'warn', 'error'), default: 'info', about: 'The least important lines to log' },
} as const satisfies SettingTable;

const polling = {
  pollInterval: { env: 'SHELLWATCH_POLL_INTERVAL', kind: duration('1s', '1h'), default: '15s', about: 'Time between two polls of a server that has no interval of its own' },
  agentSocket: { env: 'SSH_AUTH_SOCK', kind: filePath, about: 'The SSH agent of servers whose credential is an agent without a socket of its own' },
  maxLogins: { env: 'SHELLWATCH_MAX_LOGINS', kind: wholeNumber(1, 1000), default: '20', about: 'Logins under way at the same time, over all servers' },
} as const satisfies SettingTable;

const operating = {
  maxRuns: { env: 'SHELLWATCH_MAX_RUNS', kind: wholeNumber(1, 500), default: '20', about: 'Runs of commands under way at the same time, over all servers' },
  runRetention: { env: 'SHELLWATCH_RUN_RETENTION', kind: duration('1h', '10y'), default: '30d', about: 'How long runs and their output are kept' },
} as const satisfies SettingTable;

/** What is kept of the past, and what follows the present. */
const history = {
  historyRetention: { env: 'SHELLWATCH_HISTORY_RETENTION', kind: duration('1h', '10y'), default: '30d', about: 'How long the history of metrics is kept' },
  historyMaxSize: { env: 'SHELLWATCH_HISTORY_MAX_SIZE', kind: byteSize('10MiB', '10TiB'), default: '4GiB', about: 'The oldest history goes when all of it takes more' },
  historyFlush: { env: 'SHELLWATCH_HISTORY_FLUSH', kind: duration('1s', '10m'), default: '1m', about: 'Polls wait this long in memory before they are written; a crash takes what waits, a stop nothing' },
  historyExclude: { env: 'SHELLWATCH_HISTORY_EXCLUDE', kind: regex, about: 'Families that are not kept: an expression for the whole name' },
  prometheusUrl: { env: 'SHELLWATCH_PROMETHEUS_URL', kind: webUrl, about: 'Prometheus, Mimir, Thanos or VictoriaMetrics that scrapes this exporter: long ranges are read there' },
  prometheusAfter: { env: 'SHELLWATCH_PROMETHEUS_AFTER', kind: duration('0s', '10y'), default: '1d', about: 'Ranges that begin longer ago than this are long ones' },
  prometheusToken: { env: 'SHELLWATCH_PROMETHEUS_TOKEN', kind: token, secret: 'text or file', about: 'Bearer token for it' },
  prometheusTenant: { env: 'SHELLWATCH_PROMETHEUS_TENANT', kind: headerText, about: 'The X-Scope-OrgID for Mimir' },
  feedMaxClients: { env: 'SHELLWATCH_FEED_MAX_CLIENTS', kind: wholeNumber(1, 100_000), default: '2000', about: 'Clients of the live feed at the same time' },
  feedMaxAge: { env: 'SHELLWATCH_FEED_MAX_AGE', kind: duration('10s', '1d'), default: '15m', about: 'A client of the feed has to connect again after this, so that a role that was taken away ends' },
} as const satisfies SettingTable;

/** Where alerts come from, and the way back there. */
const alerting = {
  webhookSecret: { env: 'SHELLWATCH_WEBHOOK_SECRET', kind: token, secret: 'text or file', about: 'The secret Grafana signs its webhook with; unset, `webhook-secret` in the data folder, made on first start' },
  grafanaUrl: { env: 'SHELLWATCH_GRAFANA_URL', kind: webUrl, about: 'Grafana as the exporter reaches it, for silences and to compare incidents; can be set in the app instead' },
  grafanaToken: { env: 'SHELLWATCH_GRAFANA_TOKEN', kind: token, secret: 'text or file', about: 'Token of a service account there: role None, and Edit on the folder of the rules' },
  grafanaCompare: { env: 'SHELLWATCH_GRAFANA_COMPARE', kind: duration('5s', '1h'), default: '1m', about: 'How often incidents are compared with what fires in Grafana or Alertmanager' },
  alertmanagerUrl: { env: 'SHELLWATCH_ALERTMANAGER_URL', kind: webUrl, about: "Prometheus's Alertmanager, for silences of the alerts it told, and for ends that it did not tell" },
  incidentReopen: { env: 'SHELLWATCH_INCIDENT_REOPEN', kind: duration('0s', '1d'), default: '15m', about: 'An incident that fires again this soon after its end opens again instead of a new one' },
  incidentRetention: { env: 'SHELLWATCH_INCIDENT_RETENTION', kind: duration('1d', '10y'), default: '400d', about: 'How long resolved incidents are kept' },
  telegramToken: { env: 'SHELLWATCH_TELEGRAM_TOKEN', kind: telegramToken, secret: 'text or file', about: 'Token of the Telegram bot; can be set in the app instead' },
  telegramApiRoot: { env: 'SHELLWATCH_TELEGRAM_API_ROOT', kind: webUrl, about: 'Address of a Bot API server of your own instead of https://api.telegram.org' },
  telegramWebhookUrl: { env: 'SHELLWATCH_TELEGRAM_WEBHOOK_URL', kind: webUrl, about: 'Where Telegram reaches this exporter from the Internet, by https; unset, the exporter asks Telegram for news and needs no public address' },
  smtpUrl: { env: 'SHELLWATCH_SMTP_URL', kind: smtpUrl, secret: 'text or file', about: 'Mail server that sends e-mail notifications' },
  smtpFrom: { env: 'SHELLWATCH_SMTP_FROM', kind: mailSender, about: 'Who e-mail notifications are from' },
} as const satisfies SettingTable;

/** What the command line needs to reach a service; `serve` does not read them. */
const commandLine = {
  url: { env: 'SHELLWATCH_URL', kind: webUrl, about: 'The service that commands talk to; unset, the one that SHELLWATCH_LISTEN names' },
  token: { env: 'SHELLWATCH_TOKEN', kind: token, secret: 'text or file', about: 'The token that commands use; unset, `admin-token` in the data folder' },
} as const satisfies SettingTable;

/** Every setting, by group, in the order docs/configuration.md shows them. */
export const settingGroups = { service, polling, operating, history, alerting, commandLine } as const satisfies Record<string, SettingTable>;

export const settings = { ...service, ...polling, ...operating, ...history, ...alerting, ...commandLine } as const;
