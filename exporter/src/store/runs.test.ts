import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandInput } from '../../../contract/command.ts';
import { databases, type FreshDatabase } from '../../test/databases.ts';
import { createServerRepository } from './servers.ts';
import { createRunRepository, type RunEnd, type RunRecord } from './runs.ts';

for (const database of databases) {
  describe(`runs in ${database.name}`, () => {
    let fresh: FreshDatabase;
    beforeAll(async () => {
      fresh = await database.create();
      for (const id of ['s', 't']) {
        const auth = { type: 'agent' as const, socket: null, publicKey: null, passphraseSet: false, certificateSet: false };
        await createServerRepository(fresh.store.db).insert({ id, name: id, host: id, port: 22, username: 'u', tags: {}, jump: null, interval: null, hostKeyPolicy: 'strict', enabled: true, notes: '', auth, revision: 1, connectionRevision: 1, createdAt: 1, updatedAt: 1 });
      }
    });
    afterAll(() => fresh.remove());

    const run = (changes: Partial<RunRecord>): RunRecord => ({
      id: randomUUID(), batch: randomUUID(), commandId: 'c', commandName: 'q', serverId: 's', serverName: 'web1', state: 'running', startedBy: 'manual', actor: 'a',
      definition: CommandInput.parse({ name: 'q', script: 'true' }), given: {}, createdAt: 1, startedAt: 1, finishedAt: null, durationMs: null, exitCode: null, truncated: false, error: null, bytes: 0, stdout: '', stderr: '', ...changes,
    });
    const end = (changes: Partial<RunEnd>): RunEnd => ({ state: 'ok', finishedAt: 9, durationMs: 1, exitCode: 0, truncated: false, error: null, bytes: 3, stdout: '', stderr: '', ...changes });

    it('keeps any output, also one with U+0000 in it', async () => {
      const runs = createRunRepository(fresh.store.db);
      const record = run({});
      await runs.insert([record]);
      await runs.finished(record.id, end({ stdout: './a\0./b\0', stderr: '\0', error: 'x\0' }));
      expect(await runs.byId(record.id)).toMatchObject({ state: 'ok', stdout: './a\ufffd./b\ufffd', stderr: '\ufffd', error: 'x\ufffd' });
    });

    it('keeps the newest runs of a command on a server, and of its one-offs, and no others', async () => {
      const runs = createRunRepository(fresh.store.db);
      const rows = (changes: Partial<RunRecord>) => Array.from({ length: 5 }, (_, at) => run({ createdAt: 100 + at, finishedAt: at === 0 ? null : 200, ...changes }));
      const [ofCommand, oneOffs, elsewhere] = [rows({ commandId: 'e' }), rows({ commandId: null }), rows({ commandId: null, serverId: 't' })];
      await runs.insert([...ofCommand, ...oneOffs, ...elsewhere]);
      await runs.trim('e', 's', 3);
      await runs.trim(null, 's', 2);
      const left = new Set((await runs.page({}, undefined, 1000)).map(({ id }) => id));
      const kept = (records: readonly RunRecord[]) => records.flatMap(({ id }, at) => (left.has(id) ? [at] : []));
      // One that still goes on stays, however old.
      expect([ofCommand, oneOffs, elsewhere].map(kept)).toEqual([[0, 2, 3, 4], [0, 3, 4], [0, 1, 2, 3, 4]]);
    });

    it('finds the newest of each server, of those that ended as asked', async () => {
      const runs = createRunRepository(fresh.store.db);
      const records = [run({ commandId: 'd', createdAt: 1 }), run({ commandId: 'd', createdAt: 2 }), run({ commandId: 'd', createdAt: 3 }), run({ commandId: 'd', createdAt: 3, serverId: 't' })];
      await runs.insert(records);
      for (const [index, state] of (['ok', 'failed', 'unreachable', 'lost'] as const).entries()) {
        await runs.finished(records[index]?.id as string, end({ state }));
      }
      expect((await runs.latest(['d'])).map(({ id }) => id).sort()).toEqual([records[2]?.id, records[3]?.id].sort());
      expect((await runs.latest(['d'], ['ok', 'failed'])).map(({ id }) => id)).toEqual([records[1]?.id]);
    });
  });
}
