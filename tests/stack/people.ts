import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const people = { viewer: 'Viewer', editor: 'Editor', admin: 'Admin' } as const;
export type Person = keyof typeof people;
/** The admin of an organisation of its own, in which nothing is set up yet. */
export const newcomer = 'newcomer';
/** An editor of that organisation, who loses the role. */
export const leaver = 'leaver';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
/** Grafana's own administrator, who may change roles. */
export const admin = { authorization: basic('admin', 'admin'), 'content-type': 'application/json' };

async function ask<T>(url: string, method: string, body?: object): Promise<{ status: number; data: T }> {
  const reply = await fetch(url, { method, headers: admin, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: reply.status, data: (await reply.json().catch(() => ({}))) as T };
}

/** 409 and 412 are Grafana's words for "there already". */
async function made<T>(url: string, body: object): Promise<T | undefined> {
  const { status, data } = await ask<T>(url, 'POST', body);
  if (status >= 300 && status !== 409 && status !== 412) {
    throw new Error(`${url}: ${status}`);
  }
  return status < 300 ? data : undefined;
}

/** Keeps the session of a person for Playwright. */
async function keepSession(grafana: string, folder: string, login: string): Promise<void> {
  const session = await fetch(`${grafana}/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: login, password: login }) });
  const cookies = session.headers.getSetCookie().map((line) => {
    const [name = '', ...value] = (line.split(';')[0] ?? '').split('=');
    return { name, value: value.join('='), domain: new URL(grafana).hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' };
  });
  writeFileSync(path.join(folder, `${login}.json`), JSON.stringify({ cookies, origins: [] }));
}

/** Makes one person for each role of Grafana, and the newcomer. */
export async function makePeople(grafana: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [login, role] of Object.entries(people)) {
    const user = login === 'admin' ? undefined : await made<{ id: number }>(`${grafana}/api/admin/users`, { name: login, login, password: login, OrgId: 1 });
    if (user !== undefined) {
      await ask(`${grafana}/api/org/users/${user.id}`, 'PATCH', { role });
    }
    await keepSession(grafana, folder, login);
  }
  const org = await made<{ orgId: number }>(`${grafana}/api/orgs`, { name: 'Fresh' });
  if (org !== undefined) {
    for (const [login, role] of [[newcomer, 'Admin'], [leaver, 'Editor']]) {
      const user = await made<{ id: number }>(`${grafana}/api/admin/users`, { name: login, login, password: login, OrgId: org.orgId });
      await ask(`${grafana}/api/orgs/${org.orgId}/users/${user?.id}`, 'PATCH', { role });
    }
    // Who makes an organisation is in it; the admin is to see one alone.
    await ask(`${grafana}/api/orgs/${org.orgId}/users/1`, 'DELETE');
  }
  await keepSession(grafana, folder, newcomer);
  await keepSession(grafana, folder, leaver);
}
