import path from 'node:path';
import { test as grafana } from '@grafana/plugin-e2e';
import type { Person } from '../stack/people.ts';

export { expect } from '@grafana/plugin-e2e';

export const app = '/a/shellwatch-fleet-app';
/** The session that scripts/e2e.ts keeps of a person. */
export const sessionOf = (person: Person) => path.join(process.env['E2E_PEOPLE'] ?? '', `${person}.json`);

/** The sshd of this run; undefined against a Grafana that somebody else started. */
export const ssh = process.env['E2E_SSH'] === undefined ? undefined : (JSON.parse(process.env['E2E_SSH']) as { port: number; user: string; privateKey: string });

export const test = grafana.extend<{ person: Person }>({
  person: ['admin', { option: true }],
  storageState: async ({ person }, use) => use(sessionOf(person)),
});
