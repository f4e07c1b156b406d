import { setImmediate as breathe } from 'node:timers/promises';
import type { KnownHostsReport } from '../../../contract/hostKey.ts';
import type { Actor } from '../actor.ts';
import { namesHost, parseKnownHosts, type KnownHost } from '../ssh/knownHosts.ts';
import { createHostKeyRepository, type HostKeyRepository } from '../store/hostKeys.ts';
import { createServerRepository, type ServerRecord } from '../store/servers.ts';
import type { HostKeysOptions } from './hostKeys.ts';

type Line = KnownHostsReport['lines'][number];

export type ImportKnownHosts = (input: { text: string; dryRun: boolean }, actor: Actor) => Promise<KnownHostsReport>;

/** What became of one key for one server. */
type Outcome = 'pinned' | 'already_pinned' | 'conflict' | 'revoked';

const messages: Record<Exclude<Line['result'], 'invalid'>, string> = {
  pinned: 'Pinned.',
  already_pinned: 'Was pinned before.',
  conflict: 'Another key of this type is pinned; forget that one first, if this one is right.',
  revoked: 'Marked as revoked: this key is refused from now on.',
  no_server: 'No server has this address.',
  unsupported: 'Host certificates are not used here.',
};
/** A line that names several servers tells what is most worth knowing. */
const order: readonly Outcome[] = ['revoked', 'pinned', 'conflict', 'already_pinned'];

/** Undoes a dry run. */
class DryRun extends Error {}

async function settle(hostKeys: HostKeyRepository, server: ServerRecord, { key, marker }: KnownHost, kept: { at: number; by: string }): Promise<Outcome> {
  const { pinned, revoked } = await hostKeys.of(server.id);
  if (marker === 'revoked') {
    await hostKeys.unpin(server.id, { fingerprint: key.fingerprint });
    await hostKeys.revoke(server.id, { ...key, ...kept, source: 'imported' });
    return 'revoked';
  }
  if (pinned.some((one) => one.key === key.key)) {
    return 'already_pinned';
  }
  if (pinned.some((one) => one.type === key.type) || revoked.some((one) => one.key === key.key)) {
    return 'conflict';
  }
  await hostKeys.pin(server.id, { ...key, ...kept, source: 'imported' });
  return 'pinned';
}

/** Pins the keys of a known_hosts file for the servers its lines name, hashed names too, and tells each line's fate. */
export function createKnownHostsImport({ store, clock, bus, audit }: HostKeysOptions): ImportKnownHosts {
  /** Which servers a line names. A hashed name is a hash for each server: other work comes in between. */
  async function match(hosts: readonly KnownHost[]): Promise<Map<KnownHost, ServerRecord[]>> {
    const servers = await createServerRepository(store.db).all();
    const named = new Map<KnownHost, ServerRecord[]>();
    for (const host of hosts) {
      named.set(host, servers.filter((server) => namesHost(host, server.host, server.port)));
      await breathe();
    }
    return named;
  }

  return async ({ text, dryRun }, actor) => {
    const { hosts, problems } = parseKnownHosts(text);
    const named = await match(hosts);
    const changed = new Map<string, ServerRecord>();
    const lines: Line[] = problems.map(({ line, message }) => ({ line, result: 'invalid', type: null, fingerprint: null, servers: [], message }));
    let pinned = 0;

    const work = store.exclusively(async (tx) => {
      const hostKeys = createHostKeyRepository(tx);
      for (const host of hosts) {
        const servers = named.get(host) ?? [];
        const outcomes: Outcome[] = [];
        for (const server of host.marker === 'cert-authority' ? [] : servers) {
          const outcome = await settle(hostKeys, server, host, { at: clock.now(), by: actor.name });
          outcomes.push(outcome);
          if (outcome === 'pinned' || outcome === 'revoked') {
            pinned += outcome === 'pinned' ? 1 : 0;
            changed.set(server.id, server);
            const details = { result: outcome, type: host.key.type, fingerprint: host.key.fingerprint, line: host.line };
            await audit.record(tx, actor, { action: 'host_key.import', target: { type: 'server', id: server.id, name: server.name }, details });
          }
        }
        const result = host.marker === 'cert-authority' ? 'unsupported' : (order.find((one) => outcomes.includes(one)) ?? 'no_server');
        const { type, fingerprint } = host.key;
        lines.push({ line: host.line, result, type, fingerprint, servers: servers.map(({ id, name }) => ({ id, name })), message: messages[result] });
      }
      for (const id of changed.keys()) {
        await createServerRepository(tx).connectionChanged(id);
      }
      if (dryRun) {
        throw new DryRun();
      }
    });
    await work.catch((error: unknown) => {
      if (!(error instanceof DryRun)) {
        throw error;
      }
    });
    for (const { id, name } of dryRun ? [] : changed.values()) {
      bus.emit('serverUpdated', { id, name, connection: true });
    }
    return { lines: lines.sort((a, b) => a.line - b.line), pinned };
  };
}
