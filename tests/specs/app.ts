import path from 'node:path';
import { expect, test as grafana } from '@grafana/plugin-e2e';
import type { leaver, newcomer, Person } from '../stack/people.ts';

export { expect };

export const app = '/a/shellwatch-fleet-app';
/** For requests that no browser and no URL rules are to touch. */
export const grafanaUrl = process.env['GRAFANA_URL'] ?? '';
export type Somebody = Person | typeof newcomer | typeof leaver;
/** The session that scripts/e2e.ts keeps of a person. */
export const sessionOf = (person: Somebody) => path.join(process.env['E2E_PEOPLE'] ?? '', `${person}.json`);

interface Ssh {
  port: number;
  user: string;
  privateKey: string;
}
interface Stack {
  ssh: Ssh;
  /** Shows another host key after `control('rekey')`. */
  rekeyed: Ssh;
  control: string;
  /** The chats of the Bot API double, and its buttons. */
  telegram: string;
  /** The exporter without a server, for the newcomer. */
  fresh: { url: string; token: string };
  /** How long a socket to that exporter may be open. */
  feedAgeSeconds: number;
}

/** What scripts/e2e.ts started for this run; undefined against a Grafana that somebody else started. */
export const stack = process.env['E2E_STACK'] === undefined ? undefined : (JSON.parse(process.env['E2E_STACK']) as Stack);

/** Does something to the stack: stop or start the fresh exporter, give the second sshd another host key. */
export async function control(action: 'fresh/stop' | 'fresh/start' | 'rekey'): Promise<void> {
  const reply = await fetch(`${stack?.control}/${action}`, { method: 'POST' });
  expect(reply.status, action).toBe(204);
}

export const test = grafana.extend<{ person: Somebody }>({
  person: ['admin', { option: true }],
  storageState: async ({ person }, use) => use(sessionOf(person)),
});
