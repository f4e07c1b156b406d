import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandInput } from '../../../../contract/command.ts';
import { databases } from '../../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../../test/fleet.ts';
import { until } from '../../../test/processes.ts';
import { createRunRepository, type RunRecord } from '../../store/runs.ts';
import { createRunBus } from './runEvents.ts';
import { createRunner } from './runs.ts';
import { createCommandValues } from './values.ts';

for (const database of databases) {
  describe(`createRunner over ${database.name}`, () => {
    let fleet: TestFleet;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
    });
    afterEach(() => fleet.remove());

    it('keeps 200 one-offs of a server, as it does of a command', async () => {
      const runs = createRunRepository(fleet.store.db);
      const { id: serverId, name } = await fleet.servers.create(newServer('web1'), admin);
      const definition = CommandInput.parse({ name: 'one_off', script: 'true' });
      const before = Array.from({ length: 203 }, (_, at): RunRecord => ({
        id: randomUUID(), batch: randomUUID(), commandId: null, commandName: 'one_off', serverId, serverName: name, state: 'ok', startedBy: 'manual', actor: 'a', definition, given: {},
        createdAt: at, startedAt: at, finishedAt: at, durationMs: 0, exitCode: 0, truncated: false, error: null, bytes: 0, stdout: '', stderr: '',
      }));
      await runs.insert(before);
      const runner = createRunner({
        runs, bus: createRunBus(), values: createCommandValues(() => undefined), clock: fleet.clock, maxConcurrent: 1, sudoPassword: async () => undefined,
        session: () => Promise.reject(new Error('nobody is there')),
      });
      const started = await runner.start({ commandId: null, definition, servers: [{ id: serverId, name }], given: {}, startedBy: 'manual', actor: 'a', concurrency: 1 });
      await until(() => runner.counts().running === 0, 'the end of the run');
      await runner.close();
      const kept = (await runs.page({}, undefined, 1000)).map(({ id }) => id);
      expect(kept).toEqual([started.runs[0]?.id, ...before.slice(4).map(({ id }) => id).reverse()]);
    });
  });
}
