import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createAuthenticate, demand, type CheckToken } from './auth.ts';
import { trustedNetworks } from './remoteAddress.ts';

const known: CheckToken = async (token) =>
  ({
    'op-token': { name: 'ops', kind: 'direct', role: 'operator' } as const,
    'app-token': { name: 'app', kind: 'grafana', role: 'admin' } as const,
    'ds-token': { name: 'ds', kind: 'datasource', role: 'viewer' } as const,
  })[token];
const authenticate = createAuthenticate(known, trustedNetworks([]));
const ask = (headers: IncomingHttpHeaders) => authenticate({ headers, socket: { remoteAddress: '192.0.2.9' } } as unknown as IncomingMessage);
const context = JSON.stringify({ Login: 'zoë', OrgRole: 'Admin' });
const latin1 = Buffer.from(context, 'utf8').toString('latin1');
const app = { authorization: 'Bearer app-token', 'x-shellwatch-scope': 'operate', 'x-grafana-context': latin1 };

describe('authenticate', () => {
  it.each([{}, { authorization: '' }, { authorization: 'Bearer' }, { authorization: 'Bearer ' }, { authorization: 'Bearer wrong' }, { authorization: 'Basic b3AtdG9rZW4=' }, { authorization: 'Bearer op-token x' }])(
    'refuses %j',
    async (headers) => {
      await expect(ask(headers)).rejects.toMatchObject({ code: 'unauthorized' });
    }
  );

  it('gives a direct token its own role, whatever else is sent', async () => {
    expect(await ask({ authorization: 'Bearer op-token', 'x-shellwatch-scope': 'admin', 'x-grafana-context': latin1 })).toEqual({ name: 'token:ops', role: 'operator', from: '192.0.2.9', kind: 'direct' });
  });

  it("gives the app's token the scope's role and the person's name", async () => {
    expect(await ask(app)).toEqual({ name: 'grafana:zoë', role: 'operator', from: '192.0.2.9', kind: 'grafana' });
  });

  it.each([
    { 'x-shellwatch-scope': undefined },
    { 'x-shellwatch-scope': '' },
    { 'x-shellwatch-scope': 'view, admin' },
    { 'x-shellwatch-scope': 'root' },
    { 'x-shellwatch-scope': 'constructor' },
    { 'x-grafana-context': undefined },
    { 'x-grafana-context': '{}' },
    { 'x-grafana-context': 'null' },
    { 'x-grafana-context': '{' },
  ])("refuses the app's token with %j", async (change) => {
    await expect(ask({ ...app, ...change } as IncomingHttpHeaders)).rejects.toMatchObject({ code: 'scope_missing' });
  });

  it('keeps a data source token a viewer and does not believe its context', async () => {
    expect(await ask({ ...app, authorization: 'Bearer ds-token', 'x-shellwatch-scope': 'admin' })).toEqual({ name: 'token:ds', role: 'viewer', from: '192.0.2.9', kind: 'datasource' });
  });
});

describe('demand', () => {
  it('lets a role do what those below it may', async () => {
    const actor = await ask({ authorization: 'Bearer op-token' });
    demand(actor, 'viewer');
    demand(actor, 'operator');
    expect(() => demand(actor, 'admin')).toThrow('needs the role admin');
  });
});
