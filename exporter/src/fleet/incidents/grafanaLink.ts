import { z } from 'zod';
import type { GrafanaLink, GrafanaLinkInput } from '../../../../contract/grafanaLink.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { Store } from '../../store/open.ts';
import { createSettingRepository } from '../../store/settings.ts';
import type { Audit } from '../audit.ts';
import type { Vault } from '../vault.ts';
import { createGrafanaApi, type GrafanaApi } from './grafanaApi.ts';

export interface GrafanaLinkDeps {
  store: Store;
  vault: Vault;
  audit: Audit;
  clock: Clock;
  /** From the environment; wins over what is stored. */
  configured: { url: string; token: string } | undefined;
  connect?: (address: { url: string; token: string }) => GrafanaApi;
}

const settingName = 'grafana';
const Stored = z.object({ url: z.string() });
const record = 'grafana';

/** The way back to Grafana, and how it goes. */
export function createGrafanaLink({ store, vault, audit, clock, configured, connect = createGrafanaApi }: GrafanaLinkDeps) {
  let address: { url: string; token: string } | undefined = configured;
  const shown: Pick<GrafanaLink, 'lastError' | 'lastComparedAt' | 'corrected' | 'lastWebhookAt'> = { lastError: null, lastComparedAt: null, corrected: 0, lastWebhookAt: null };

  const state = (): GrafanaLink['state'] => (address === undefined ? 'off' : shown.lastError !== null ? 'failing' : shown.lastComparedAt === null ? 'starting' : 'ok');
  const show = (): GrafanaLink => ({
    url: address?.url ?? null,
    tokenSet: address !== undefined,
    from: configured !== undefined ? 'configuration' : address === undefined ? 'nowhere' : 'settings',
    state: state(),
    ...shown,
  });

  return {
    async start(): Promise<void> {
      const stored = Stored.safeParse(await createSettingRepository(store.db).get(settingName));
      if (configured === undefined && stored.success) {
        const { token } = await vault.get(record);
        address = token === undefined ? undefined : { url: stored.data.url, token };
      }
    },
    show,
    /** undefined while no account is set. */
    api: (): GrafanaApi | undefined => address && connect(address),
    compared: (corrected: number) => Object.assign(shown, { lastError: null, lastComparedAt: instant(clock.now()), corrected: shown.corrected + corrected }),
    failed: (message: string) => Object.assign(shown, { lastError: message }),
    heard: () => Object.assign(shown, { lastWebhookAt: instant(clock.now()) }),
    async put({ url, token }: GrafanaLinkInput, actor: Actor): Promise<GrafanaLink> {
      if (configured !== undefined) {
        throw new Failure('conflict', { message: 'The environment sets the address and token; change them there.' });
      }
      const place = url?.replace(/\/+$/, '');
      // The stored token is for the Grafana that made it: another address might be anybody's.
      const secret = token ?? (place === address?.url ? address?.token : undefined);
      if (place !== undefined && secret === undefined) {
        throw new Failure('unprocessable', { message: 'A token is needed.', details: [{ field: 'token', message: 'of a service account of that Grafana' }] });
      }
      const next = place === undefined ? undefined : { url: place, token: secret as string };
      if (next !== undefined) {
        await connect(next).rules();
      }
      await store.exclusively(async (tx) => {
        const settings = createSettingRepository(tx);
        await (next === undefined ? settings.remove(settingName) : settings.set(settingName, { url: next.url }, clock.now()));
        await vault.put(tx, { record, serverId: null }, next === undefined ? {} : { token: next.token });
        await audit.record(tx, actor, { action: 'grafana_link.put', target: { type: 'setting', id: settingName, name: 'Grafana' }, details: { url: next?.url ?? null, token: token === undefined ? 'kept' : 'replaced' } });
      });
      address = next;
      Object.assign(shown, { lastError: null, lastComparedAt: null });
      return show();
    },
  };
}

export type GrafanaLinkRoom = ReturnType<typeof createGrafanaLink>;
