import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const people = { viewer: 'Viewer', editor: 'Editor', admin: 'Admin' } as const;
export type Person = keyof typeof people;

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Makes one person for each role of Grafana, and keeps the session of each for Playwright. */
export async function makePeople(grafana: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const admin = { authorization: basic('admin', 'admin'), 'content-type': 'application/json' };
  for (const [login, role] of Object.entries(people)) {
    if (login !== 'admin') {
      const made = await fetch(`${grafana}/api/admin/users`, { method: 'POST', headers: admin, body: JSON.stringify({ name: login, login, password: login, OrgId: 1 }) });
      if (made.ok) {
        const { id } = (await made.json()) as { id: number };
        await fetch(`${grafana}/api/org/users/${id}`, { method: 'PATCH', headers: admin, body: JSON.stringify({ role }) });
      } else if (made.status !== 412) {
        throw new Error(`no user ${login}: ${made.status}`);
      }
    }
    const session = await fetch(`${grafana}/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: login, password: login }) });
    const cookies = session.headers.getSetCookie().map((line) => {
      const [name = '', ...value] = (line.split(';')[0] ?? '').split('=');
      return { name, value: value.join('='), domain: new URL(grafana).hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' };
    });
    writeFileSync(path.join(folder, `${login}.json`), JSON.stringify({ cookies, origins: [] }));
  }
}
