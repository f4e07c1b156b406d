import { z } from 'zod';
import { Failure } from '../../errors.ts';
import type { NewSilence, Silencer } from './silencing.ts';

/** One alert instance of a rule, as Grafana holds it now. */
export interface RuleAlert {
  ruleUid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  state: string;
  activeAt: number;
}

export interface SeenRules {
  uids: ReadonlySet<string>;
  alerts: readonly RuleAlert[];
}

export interface ActiveSilence {
  id: string;
  endsAt: number;
  createdBy: string;
  matchers: NewSilence['matchers'];
}

/** What the exporter asks of Grafana with its service account. Everything rejects with a Failure `grafana_unavailable`. */
export interface GrafanaApi extends Silencer {
  /** The rules the account may see, and their alerts. */
  rules(): Promise<SeenRules>;
  silences(): Promise<ActiveSilence[]>;
}

const Rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            uid: z.string(),
            alerts: z
              .array(z.object({ labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()).nullish(), state: z.string(), activeAt: z.string().nullish() }))
              .nullish(),
          })
        ),
      })
    ),
  }),
});
const Silences = z.array(
  z.object({
    id: z.string(),
    endsAt: z.string(),
    createdBy: z.string().default(''),
    status: z.object({ state: z.string() }),
    matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) })),
  })
);
export const MadeSilence = z.object({ silenceID: z.string() });

const timeoutMs = 10_000;
const unavailable = (message: string, cause?: unknown) => new Failure('grafana_unavailable', { message, cause });

/** JSON over HTTP with a bearer token and a deadline. */
export function createCaller(name: string, url: string, token: string | undefined) {
  return async function call<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, {
        method,
        headers: { accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
    } catch (error) {
      throw unavailable(`${name} does not answer at ${url}.`, error);
    }
    const text = await response.text();
    if (!response.ok) {
      const why = response.status === 401 || response.status === 403 ? ': the service account may not do that' : '';
      throw unavailable(`${name} answered ${response.status} to ${method} ${path}${why}.`, text.slice(0, 500));
    }
    try {
      return schema.parse(text === '' ? undefined : JSON.parse(text));
    } catch (error) {
      throw unavailable(`${name} answered ${method} ${path} with something unexpected.`, error);
    }
  };
}

export function createGrafanaApi({ url, token }: { url: string; token: string }): GrafanaApi {
  const call = createCaller('Grafana', url, token);
  const silencesPath = '/api/alertmanager/grafana/api/v2/silences';
  return {
    async rules() {
      const { data } = await call(Rules, 'GET', '/api/prometheus/grafana/api/v1/rules');
      const rules = data.groups.flatMap((group) => group.rules);
      return {
        uids: new Set(rules.map(({ uid }) => uid)),
        alerts: rules.flatMap(({ uid, alerts }) => (alerts ?? []).map(({ labels, annotations, state, activeAt }) => ({ ruleUid: uid, labels, annotations: annotations ?? {}, state, activeAt: Date.parse(activeAt ?? '') || 0 }))),
      };
    },
    async silences() {
      const all = await call(Silences, 'GET', silencesPath);
      return all.filter(({ status }) => status.state === 'active').map(({ id, endsAt, createdBy, matchers }) => ({ id, endsAt: Date.parse(endsAt), createdBy, matchers }));
    },
    create: async (silence) => (await call(MadeSilence, 'POST', silencesPath, silence)).silenceID,
    end: async (id) => void (await call(z.unknown(), 'DELETE', `/api/alertmanager/grafana/api/v2/silence/${encodeURIComponent(id)}`)),
  };
}
