import express, { Router, type Request, type Response } from 'express';
import type { ServerStatus } from '../../../../contract/status.ts';
import { Failure } from '../../errors.ts';
import type { Authenticate } from '../auth.ts';
import { html, type Html } from '../html.ts';
import { onlyMethods } from '../methods.ts';
import { sendText } from '../reply.ts';

export interface LandingOptions {
  version: string;
  statuses: () => readonly ServerStatus[];
  authenticate: Authenticate;
  /** The fleet is shown to everyone, as /metrics is. */
  open: boolean;
}

const marks = { up: '✓', down: '●', paused: '‖', pending: '○' };
const order = { down: 0, pending: 1, paused: 2, up: 3 };

const style = html`body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884;vertical-align:top}
pre{overflow:auto}.down{color:#c4162a}.up{color:#1b855e}ul{padding-left:1.2rem}@media(prefers-color-scheme:dark){body{background:#111217;color:#ccccdc}a{color:#6e9fff}.down{color:#ff5286}.up{color:#6ccf8e}}`;

/** A place that a browser can look at only when it is open: it can not send a token by itself. */
const place = (target: string, text: string, open: boolean): Html => (open ? html`<a href="${target}">${text}</a>` : html`${text}`);

function fleetTable(statuses: readonly ServerStatus[], open: boolean): Html {
  const sorted = [...statuses].sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name));
  const rows = sorted.map(
    ({ name, state, message, detail, lastSeen }) => html`<tr><td>${place(`/probe?target=${encodeURIComponent(name)}`, name, open)}</td>
<td class="${state}">${marks[state]} ${state}</td><td>${message} ${detail === null ? '' : html`<br><small>${detail}</small>`}</td><td>${lastSeen ?? 'never'}</td></tr>`
  );
  const count = (state: ServerStatus['state']) => statuses.filter((status) => status.state === state).length;
  return html`<p>${count('up')} up &middot; ${count('down')} down &middot; ${count('paused')} paused &middot; ${count('pending')} pending</p>
<table><thead><tr><th>server</th><th>status</th><th>why, and what to do</th><th>last seen</th></tr></thead><tbody>${rows}</tbody></table>`;
}

const tokenForm = html`<form method="post" action="/"><label>API token <input type="password" name="token" autocomplete="off" required></label> <button>Show the fleet</button></form>`;

/** How to look at what a browser can not; the address is the one the page was asked at. */
const withToken = (origin: string): Html => html`<p>Those marked * need a token, which a browser does not send:</p>
<pre>curl -H "Authorization: Bearer TOKEN" "${origin}/probe?target=NAME"</pre>
<p>The first token is in the file <code>admin-token</code> of the data folder. With <code>SHELLWATCH_METRICS_OPEN=true</code> they are open to everyone, and links here.</p>`;

/** Where the page was asked for. Only shown, so a proxy's word for TLS is taken from anyone. */
const originOf = ({ headers }: Request): string => `${headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'}://${headers.host ?? '127.0.0.1:9850'}`;

function page({ version, fleet, open, origin }: { version: string; fleet: Html; open: boolean; origin: string }): string {
  const mark = open ? '' : '*';
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shellwatch</title><style>${style}</style></head>
<body><h1>Shellwatch</h1><p>Watches Linux servers over plain SSH. Version ${version}.</p>
<h2>Fleet</h2>${fleet}
<h2>Addresses</h2><ul>
<li>${place('/metrics', '/metrics', open)}${mark}: all servers and the exporter</li>
<li>${place('/metrics/exporter', '/metrics/exporter', open)}${mark}: the exporter and the state of each server</li>
<li>/probe?target=NAME${mark}: one server, live</li>
<li>${place('/sd', '/sd', open)}${mark}: Prometheus HTTP service discovery</li>
<li><a href="/docs/">/docs</a>: the API, <a href="/api/v1/openapi.json">as OpenAPI</a></li>
<li><a href="/health">/health</a></li></ul>${open ? '' : withToken(origin)}</body></html>`.html;
}

/** The page at `/`. A browser can not send a bearer token by itself, so the token may come from its form. */
export function landingPage({ version, statuses, authenticate, open }: LandingOptions): Router {
  const send = (request: Request, response: Response, fleet: Html, status = 200) => {
    response.setHeader('Cache-Control', 'no-store');
    return sendText(request, response, status, 'text/html; charset=utf-8', page({ version, fleet, open, origin: originOf(request) }));
  };
  const allowed = async (request: Request, token?: unknown): Promise<boolean> => {
    const authorization = typeof token === 'string' ? `Bearer ${token}` : request.headers.authorization;
    try {
      await authenticate({ headers: { ...request.headers, authorization }, socket: request.socket });
      return true;
    } catch (error) {
      if (error instanceof Failure) {
        return false;
      }
      throw error;
    }
  };
  const router = Router();
  router
    .route('/')
    .get(async (request, response) => send(request, response, open || (await allowed(request)) ? fleetTable(statuses(), open) : tokenForm))
    .post(express.urlencoded({ extended: false, limit: 2048 }), async (request, response) => {
      const right = await allowed(request, (request.body as { token?: unknown } | undefined)?.token ?? '');
      return send(request, response, right ? fleetTable(statuses(), open) : html`<p class="down">This token is not valid.</p>${tokenForm}`, right ? 200 : 403);
    })
    .all(onlyMethods(['GET', 'POST']));
  return router;
}
