import path from 'node:path';
import type { Clock } from '../clock.ts';
import type { Collector } from '../collectors/collector.ts';
import { createCollectors } from '../collectors/index.ts';
import type { Config } from '../config.ts';
import { loadAdminToken } from '../fleet/adminToken.ts';
import { createAudit, type Audit } from '../fleet/audit.ts';
import type { CommandRoom } from '../fleet/commands/commandRoom.ts';
import type { EscalationRoom } from '../fleet/escalation/escalationRoom.ts';
import type { IncidentRoom } from '../fleet/incidents/incidentRoom.ts';
import type { LogRoom } from '../fleet/logs/logRoom.ts';
import { createDirectory } from '../fleet/directory.ts';
import type { AnyTopicSource } from '../fleet/feed/topicSource.ts';
import { createFleetBus, type FleetBus } from '../fleet/events.ts';
import { createJobs, type Jobs } from '../fleet/jobs/jobs.ts';
import type { History } from '../fleet/history/history.ts';
import { createHostKeys, type HostKeys } from '../fleet/hostKeys.ts';
import { createServers, type Servers } from '../fleet/servers.ts';
import { createTokens, type Tokens } from '../fleet/tokens.ts';
import { inspectMasterKey, openVault, type Vault } from '../fleet/vault.ts';
import { createVitalsBoard, type VitalsBoard } from '../fleet/vitals/board.ts';
import type { Log } from '../log.ts';
import type { ServerFamilies } from '../metrics/fleetExposition.ts';
import { createPollBus, type PollBus } from '../poll/events.ts';
import { ownProcess } from '../poll/ownProcess.ts';
import type { Addition } from '../poll/poller.ts';
import { createPolling, type Polling } from '../poll/polling.ts';
import type { Connect } from '../poll/sessions.ts';
import { createSelfMetrics, type SelfMetrics } from '../poll/selfMetrics.ts';
import { openSession } from '../ssh/connect.ts';
import { openStore, type Store } from '../store/open.ts';
import { version } from '../version.ts';
import { followFleet } from './followFleet.ts';
import { createLag, type Lag } from './lag.ts';
import { logStates } from './logStates.ts';
import { logTroubles } from './logTroubles.ts';
import { masterKeySource, storeAddress } from './places.ts';

type FleetDirectory = ReturnType<typeof createDirectory>;

/** What a room offers to rooms that are wired after it. */
export interface Peers {
  commands?: CommandRoom;
  logs?: LogRoom;
  /** When the specs of a server changed last, ms. */
  specsChangedAt?: (serverId: string) => number | undefined;
  history?: History;
  incidents?: IncidentRoom;
  escalation?: EscalationRoom;
}

/** What every room is made from. */
export interface Core {
  config: Config;
  log: Log;
  clock: Clock;
  store: Store;
  vault: Vault;
  audit: Audit;
  tokens: Tokens;
  servers: Servers;
  hostKeys: HostKeys;
  fleetBus: FleetBus;
  pollBus: PollBus;
  polling: Polling;
  collectors: readonly Collector[];
  directory: FleetDirectory;
  selfMetrics: SelfMetrics;
  lag: Lag;
  /** Families appended to each poll; rooms push theirs while they are wired. */
  additions: Addition[];
  /** The newest values of every server. */
  board: VitalsBoard;
  /** Families of servers that are told beside their status, up or down; rooms push theirs while they are wired. */
  fleetFamilies: Array<() => Iterable<ServerFamilies>>;
  /** Long work worth watching; its progress is a topic of the feed. */
  jobs: Jobs;
  /** Topics of the live feed; rooms push theirs while they are wired. */
  topics: AnyTopicSource[];
  peers: Peers;
  /** Where the admin token is, for people to read it; undefined when it was given. */
  adminTokenFile: string | undefined;
  close(): Promise<void>;
}

async function adoptAdminToken(config: Config, tokens: Tokens): Promise<string | undefined> {
  if (config.adminToken !== undefined) {
    await tokens.adoptAdmin(config.adminToken.reveal());
    return undefined;
  }
  const file = path.join(config.dataDir, 'admin-token');
  await tokens.adoptAdmin(loadAdminToken(file).token);
  return file;
}

/** Opens the store and wires what all doors and rooms share. Rejects with a `StoreRefusal` when it must not start. */
export async function openCore(config: Config, log: Log, clock: Clock, connect?: Connect): Promise<Core> {
  const source = masterKeySource(config);
  const store = await openStore({ ...storeAddress(config), inspect: inspectMasterKey(source) });
  try {
    await store.claim();
    const vault = await openVault({ store, source, clock });
    const audit = createAudit({ store, clock });
    const tokens = createTokens({ store, clock, audit });
    const adminTokenFile = await adoptAdminToken(config, tokens);
    const [fleetBus, pollBus] = [createFleetBus(), createPollBus()];
    const [selfMetrics, lag] = [createSelfMetrics(pollBus, version), createLag(clock)];
    const [additions, topics, jobs]: [Addition[], AnyTopicSource[], Jobs] = [[ownProcess(clock)], [], createJobs(clock)];
    const [board, fleetFamilies]: [VitalsBoard, Core['fleetFamilies']] = [createVitalsBoard(pollBus, clock), []];
    const directory = createDirectory({ store, vault, audit, clock, intervalMs: config.pollInterval });
    const collectors = createCollectors(config.collectors);
    const polling = createPolling({
      directory,
      connect: connect ?? ((target, options) => openSession(target, { ...options, clock, agentSocket: config.agentSocket })),
      collectors,
      additions,
      bus: pollBus,
      clock,
      logins: config.maxLogins,
      late: (ms) => [selfMetrics.late(ms), lag.note(ms)],
    });
    selfMetrics.observe(polling);
    const servers = createServers({ store, vault, clock, bus: fleetBus, audit, statusOf: (id) => polling.statuses.get(id) });
    const hostKeys = createHostKeys({ store, clock, bus: fleetBus, audit });
    followFleet({ fleetBus, directory, scheduler: polling.scheduler, log });
    logStates(pollBus, log);
    logTroubles(pollBus, log);
    return {
      ...{ config, log, clock, store, vault, audit, tokens, servers, hostKeys, fleetBus, pollBus, polling, collectors, directory, selfMetrics, lag, additions, board, fleetFamilies, topics, peers: {}, jobs, adminTokenFile },
      async close() {
        await tokens.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
