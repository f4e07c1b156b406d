import type { BulkAction } from '../../../../contract/incident.ts';
import type { z } from 'zod';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createIncidentAlertRepository } from '../../store/incidentAlerts.ts';
import { createIncidentRepository, type IncidentRecord } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import { system, type Audit } from '../audit.ts';
import type { AlertmanagerApi } from './alertmanagerApi.ts';
import { createAlertmanagerEnds } from './alertmanagerEnds.ts';
import type { RuleAlert } from './grafanaApi.ts';
import type { GrafanaLinkRoom } from './grafanaLink.ts';
import { createIncidentActions, stillOpen } from './incidentActions.ts';
import { createIncidentBus, type WithIncidentChanges } from './incidentBus.ts';
import { createIncidentList } from './incidentList.ts';
import { incidentViewer, type EscalationOf } from './incidentView.ts';
import { createPatience, createReconciler, missedNews } from './reconcile.ts';
import { silenceChanges } from './silenceChanges.ts';
import { createSilencing, type Silencer } from './silencing.ts';
import { createTakeNews } from './takeNews.ts';

/** What the escalation room gives back; without it nothing escalates and nothing is in maintenance. */
export interface IncidentNeighbours {
  withChanges: WithIncidentChanges[];
  escalationOf: EscalationOf;
  /** Takes the next step now; its text for the time line, or a thrown Failure. */
  escalate: (incident: IncidentRecord, actor: Actor) => Promise<string>;
  /** The name of the window a server is in. */
  maintenanceOf: (server: { id: string; tags: Readonly<Record<string, string>> }) => string | null;
  /** The name of a contact; undefined when there is none. */
  contactName: (id: string) => Promise<string | undefined>;
}

export const noNeighbours = (): IncidentNeighbours => ({
  withChanges: [],
  escalationOf: async () => new Map(),
  escalate: () => Promise.reject(new Failure('conflict', { message: 'No escalation policy is for this incident.' })),
  maintenanceOf: () => null,
  contactName: async () => undefined,
});

export interface IncidentRoomDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  link: GrafanaLinkRoom;
  /** For incidents that Prometheus's own Alertmanager told. */
  alertmanager: AlertmanagerApi | undefined;
  serverNamed: (name: string) => { id: string; tags: Readonly<Record<string, string>> } | undefined;
  neighbours: IncidentNeighbours;
  reopenMs: number;
  retentionMs: number;
  compareMs: number;
  onError: (error: unknown) => void;
}

const sweepMs = 3_600_000;
/** group_wait and a retry or two of the webhook. */
const graceMs = 60_000;
/** group_interval of the shipped rules, three times. */
const patienceMs = 30_000;

const off = (name: string): Silencer => {
  const refuse = () => Promise.reject(new Failure('grafana_unavailable', { message: `${name} can not be asked: no address and account are set.` }));
  return { create: refuse, end: refuse };
};

/** Incidents: what alerting systems tell becomes a record that people act on. `start` before use, `close` at the end. */
export function createIncidentRoom(deps: IncidentRoomDeps) {
  const { store, clock, link, neighbours } = deps;
  const bus = createIncidentBus();
  const view = incidentViewer((ids) => neighbours.escalationOf(ids));
  const list = createIncidentList(store, view);
  const incidents = createIncidentRepository(store.db);
  const alerts = createIncidentAlertRepository(store.db);
  const { withChanges } = neighbours;
  const takeNews = createTakeNews({
    store,
    clock,
    bus,
    reopenMs: deps.reopenMs,
    withChanges,
    about({ labels }) {
      const server = labels['instance'] === undefined ? undefined : deps.serverNamed(labels['instance']);
      return { serverId: server?.id ?? null, maintenance: server === undefined ? null : neighbours.maintenanceOf(server) };
    },
  });
  const actions = createIncidentActions({ ...deps, bus, withChanges, get: list.get, contactExists: (id) => neighbours.contactName(id) });
  const record = async (id: string): Promise<IncidentRecord> => {
    const found = await incidents.byId(id);
    if (found === undefined) {
      throw new Failure('incident_not_found');
    }
    return found;
  };
  const grafana: Silencer = {
    create: (silence) => (link.api() ?? off('Grafana')).create(silence),
    end: (id) => (link.api() ?? off('Grafana')).end(id),
  };
  const silencing = createSilencing({ actions, clock, incident: record, get: list.get, silencers: { grafana, alertmanager: deps.alertmanager ?? off('Alertmanager') } });
  const escalate = async (id: string, comment: string, actor: Actor) => {
    const incident = await record(id);
    stillOpen(incident);
    const text = await neighbours.escalate(incident, actor);
    return actions.act(id, 'escalated', actor, () => ({ text: comment === '' ? text : `${text}: ${comment}` }));
  };

  const one = {
    acknowledge: actions.acknowledge,
    unacknowledge: actions.unacknowledge,
    resolve: actions.resolve,
    unsilence: (id: string, comment: string, actor: Actor) => silencing.unsilence(id, { comment }, actor),
    escalate,
  };
  async function bulk({ ids, action, comment, minutes }: z.output<typeof BulkAction>, actor: Actor) {
    const results = [];
    for (const id of new Set(ids)) {
      try {
        await (action === 'silence' ? silencing.silence(id, { minutes: minutes ?? 60, comment }, actor) : one[action](id, comment, actor));
        results.push({ id, ok: true, code: null, message: null });
      } catch (error) {
        if (!(error instanceof Failure)) {
          throw error;
        }
        results.push({ id, ok: false, code: error.code, message: error.message });
      }
    }
    return { results };
  }

  const patient = createPatience(patienceMs);
  async function compare(): Promise<void> {
    const api = link.api();
    if (api === undefined) {
      return;
    }
    try {
      const [known, open] = [await alerts.firing('grafana'), (await incidents.open()).filter(({ source }) => source === 'grafana')];
      // Read after what we know: a silence that we made is among them.
      const [rules, silences] = [await api.rules(), await api.silences()];
      if (rules.uids.size === 0) {
        throw new Failure('grafana_unavailable', { message: 'The service account sees no alert rule: give it Edit on the folder they are in.' });
      }
      const ours = ({ labels }: RuleAlert) => labels['__grafana_receiver__'] === 'shellwatch';
      const news = patient(missedNews({ known, rules, silences, now: clock.now(), graceMs, ours }), clock.now());
      await takeNews(news);
      for (const { id, kind, change, text } of silenceChanges(open, known, silences, clock.now())) {
        await actions.act(id, kind, system, (incident) => ({ change: incident.state === 'resolved' ? {} : change, text }));
      }
      link.compared(news.length);
    } catch (error) {
      link.failed(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
  const endedIn = createAlertmanagerEnds();
  async function compareAlertmanager(): Promise<void> {
    if (deps.alertmanager !== undefined) {
      const known = await alerts.firing('alertmanager');
      await takeNews(endedIn(known, await deps.alertmanager.firing(), clock.now()));
    }
  }
  const reconcilers = [compare, compareAlertmanager].map((one) => createReconciler({ clock, everyMs: deps.compareMs, compare: one, onError: deps.onError }));

  let stopSweep: () => void = () => undefined;
  const prune = () => incidents.removeBefore(clock.now() - deps.retentionMs);
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    sweeping = prune().catch(deps.onError);
    stopSweep = clock.after(sweepMs, sweep);
  };

  return {
    bus,
    list,
    view,
    record,
    /** These as the API shows them now. */
    shown: async (ids: readonly string[]) => view(await incidents.byIds(ids)),
    /** Open incidents as the API shows them: needs-a-person first. */
    open: async () => view(await incidents.open()),
    actions,
    silence: silencing.silence,
    unsilence: silencing.unsilence,
    escalate,
    bulk,
    compare,
    compareAlertmanager,
    prune,
    /** What a webhook told. */
    async take(...news: Parameters<typeof takeNews>) {
      const taken = await takeNews(...news);
      link.heard();
      return taken;
    },
    start(): void {
      reconcilers.forEach((one) => one.start());
      sweep();
    },
    async close(): Promise<void> {
      stopSweep();
      await Promise.all([sweeping, ...reconcilers.map((one) => one.stop())]);
    },
  };
}

export type IncidentRoom = ReturnType<typeof createIncidentRoom>;
