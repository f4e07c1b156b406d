import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';

const auth = { type: 'password' as const, password: 'a secret of the import' };

describe('import, export and bulk changes', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1h' });
  });
  afterAll(() => service.stop());
  const names = async () => (await service.client.listServers({ query: {} })).items.map((server) => server.name);

  const sshConfig = `
Host *.internal
  User ops
  Port 2222

Host bastion
  HostName 127.0.0.10
  User jump

Host db1.internal web1
  ProxyJump someone@bastion:22
  IdentityFile ~/.ssh/id_ed25519

Host lost
  ProxyJump nowhere
  User x
`;

  it('previews an ssh_config without saving anything', async () => {
    const report = await service.client.importServers({ body: { format: 'ssh-config', text: sshConfig, auth } });
    expect(report.dryRun).toBe(true);
    expect(report.rows.map(({ name, result, jumpName }) => ({ name, result, jumpName }))).toEqual([
      { name: 'bastion', result: 'create', jumpName: null },
      { name: 'db1.internal', result: 'create', jumpName: 'bastion' },
      { name: 'web1', result: 'error', jumpName: 'bastion' },
      { name: 'lost', result: 'error', jumpName: 'nowhere' },
    ]);
    expect(report.rows[1]?.server).toMatchObject({ host: 'db1.internal', port: 2222, username: 'ops' });
    expect(report.rows[2]?.message).toContain('username');
    expect(report.rows[3]?.message).toContain('neither in this file nor in the fleet');
    expect(JSON.stringify(report)).not.toContain(auth.password);
    expect(await names()).toEqual([]);
  });

  it('carries it out, jump servers first, and leaves what is there alone unless told', async () => {
    const report = await service.client.importServers({ body: { format: 'ssh-config', text: sshConfig, auth, dryRun: false, tags: { from: 'ssh' } } });
    expect(report).toMatchObject({ created: 2, failed: 2 });
    expect(await names()).toEqual(['bastion', 'db1.internal']);
    const [bastion, db] = (await service.client.listServers({ query: {} })).items;
    expect(db).toMatchObject({ jump: bastion?.id, tags: { from: 'ssh' } });
    const again = await service.client.importServers({ body: { format: 'ssh-config', text: sshConfig, auth, dryRun: false } });
    expect(again.rows.map((row) => row.result)).toEqual(['skip', 'skip', 'error', 'error']);
  });

  it('reads Ansible inventories, both kinds alike', async () => {
    const ini = `
[web]
web[01:02].example.org ansible_user=deploy   ; comment
[db]
db-[a:b] ansible_host=127.0.0.9 ansible_port=2200
[prod:children]
web
db
[db:vars]
ansible_user=postgres
[all:vars]
ansible_ssh_common_args='-J bastion'
`;
    const yaml = `
all:
  vars: { ansible_ssh_common_args: '-J bastion' }
  children:
    prod:
      children:
        web: { hosts: { 'web[01:02].example.org': { ansible_user: deploy } } }
        db: { vars: { ansible_user: postgres }, hosts: { 'db-[a:b]': { ansible_host: 127.0.0.9, ansible_port: 2200 } } }
`;
    const fromIni = await service.client.importServers({ body: { format: 'ansible-ini', text: ini, auth } });
    const fromYaml = await service.client.importServers({ body: { format: 'ansible-yaml', text: yaml, auth } });
    const shown = (report: typeof fromIni) => report.rows.map(({ name, result, jumpName, server }) => ({ name, result, jumpName, user: server?.username, host: server?.host, port: server?.port, prod: server?.tags?.['group_prod'] }));
    expect(shown(fromIni)).toEqual([
      { name: 'web01.example.org', result: 'create', jumpName: 'bastion', user: 'deploy', host: 'web01.example.org', port: 22, prod: 'true' },
      { name: 'web02.example.org', result: 'create', jumpName: 'bastion', user: 'deploy', host: 'web02.example.org', port: 22, prod: 'true' },
      { name: 'db-a', result: 'create', jumpName: 'bastion', user: 'postgres', host: '127.0.0.9', port: 2200, prod: 'true' },
      { name: 'db-b', result: 'create', jumpName: 'bastion', user: 'postgres', host: '127.0.0.9', port: 2200, prod: 'true' },
    ]);
    expect(shown(fromYaml)).toEqual(shown(fromIni));
  });

  it('reads CSV, and says which column it does not know', async () => {
    const good = await service.client.importServers({ body: { format: 'csv', text: 'name,host,username,tags\na1,127.0.0.20,root,role=web;site=fra\n', auth } });
    expect(good.rows[0]).toMatchObject({ result: 'create', server: { tags: { role: 'web', site: 'fra' } } });
    const odd = await service.client.importServers({ body: { format: 'csv', text: 'name,host,user\na1,127.0.0.20,root\n', auth } });
    expect(odd.rows[0]?.message).toContain('unknown columns: user');
    const reply = await service.ask('POST', '/api/v1/servers/import', { body: { format: 'json', text: '{', auth } });
    expect([reply.status, reply.json()]).toMatchObject([422, { code: 'unprocessable' }]);
  });

  it('exports what it can import, without secrets', async () => {
    for (const format of ['json', 'csv', 'ansible-ini', 'ansible-yaml', 'ssh-config'] as const) {
      const text = await service.client.exportServers({ query: { format } });
      expect(text).not.toContain(auth.password);
      const report = await service.client.importServers({ body: { format, text, update: true } });
      expect(report.rows.map(({ name, result }) => `${name} ${result}`).sort()).toEqual(['bastion same', 'db1.internal same']);
    }
  });

  it('leaves what a file does not tell as it is', async () => {
    const [bastion, db] = (await service.client.listServers({ query: {} })).items;
    const odd = { tags: { role: 'db', odd: 'a;b\\c=d' }, notes: '=1+1\n"two" lines', interval: '45s', enabled: false, hostKeyPolicy: 'trust-first' as const };
    const before = await service.client.patchServer({ params: { id: db?.id as string }, ifMatch: '*', body: odd });
    const bring = async (format: 'ssh-config' | 'ansible-ini' | 'csv' | 'json', text: string) => {
      const report = await service.client.importServers({ body: { format, text, update: true, dryRun: false } });
      const { status: _s, updatedAt: _u, revision: _r, ...now } = await service.client.getServer({ params: { id: before.id } });
      return [report.rows.find(({ name }) => name === before.name)?.result, now] as const;
    };
    const { status: _s, updatedAt: _u, revision: _r, ...was } = before;
    expect(await bring('csv', await service.client.exportServers({ query: { format: 'csv' } }))).toEqual(['same', was]);
    expect(await bring('ssh-config', 'Host db1.internal\n  Port 2223\n  User ops\n')).toEqual(['update', { ...was, port: 2223 }]);
    expect(await bring('ansible-ini', '[data]\ndb1.internal ansible_port=2222\n')).toEqual(['update', { ...was, tags: { ...odd.tags, group: 'data', group_data: 'true' } }]);
    expect(await bring('json', JSON.stringify([{ name: before.name, tags: odd.tags }]))).toEqual(['update', was]);
    expect(was.jump).toBe(bastion?.id);
    expect(await bring('csv', 'name,jump,notes,tags\ndb1.internal,,,\n')).toEqual(['update', { ...was, jump: null, notes: '', tags: {} }]);
    await service.client.patchServer({ params: { id: before.id }, ifMatch: '*', body: { tags: { from: 'ssh' }, jump: was.jump } });
  });

  it('changes and deletes many at once, each with its result', async () => {
    const both = await service.ask('POST', '/api/v1/servers/bulk', { body: { selector: { all: true }, change: { enabled: false, delete: true } } });
    expect([both.status, both.json()]).toMatchObject([400, { details: [{ field: 'change', message: 'a deletion goes alone' }] }]);
    const edited = await service.client.bulkServers({ body: { selector: { tags: { from: 'ssh' } }, change: { enabled: false, addTags: { team: 'a' }, removeTags: ['from'] } } });
    expect(edited.results.every((result) => result.ok)).toBe(true);
    expect((await service.client.listServers({ query: { tag: 'team=a' } })).items.map(({ enabled, tags }) => ({ enabled, tags }))).toEqual([
      { enabled: false, tags: { team: 'a' } },
      { enabled: false, tags: { team: 'a' } },
    ]);
    const [bastion] = (await service.client.listServers({ query: {} })).items;
    const refused = await service.client.bulkServers({ body: { selector: { servers: [bastion?.id as string] }, change: { delete: true } } });
    expect(refused.results).toMatchObject([{ ok: false, code: 'jump_in_use' }]);
    expect((await service.client.bulkServers({ body: { selector: { all: true }, change: { delete: true } } })).results.every((result) => result.ok)).toBe(true);
    expect(await names()).toEqual([]);
    expect((await service.client.listJobs({})).items.map((job) => job.kind)).toContain('bulk_edit');
  });
});
