import { describe, expect, it } from '@jest/globals';
import { LogSourceInput } from '../../../../contract/logSource.ts';
import { createFakeClock } from '../../../test/fakeClock.ts';
import type { Actor } from '../../actor.ts';
import type { LogSourceRecord } from '../../store/logSources.ts';
import type { Store } from '../../store/open.ts';
import type { Audit, Change } from '../audit.ts';
import { createTellRuns } from './commandRuns.ts';

const person = (name: string): Actor => ({ name, role: 'viewer', from: '' });
const servers = ['web1', 'web2', 'web3'].map((name) => ({ id: `id-${name}`, name }));
const sourceOf = (changes: Partial<LogSourceInput>, revision = 1): LogSourceRecord => ({
  id: 's',
  definition: LogSourceInput.parse({ name: 'units', selector: { all: true }, ...changes }),
  revision,
  createdAt: 0,
  updatedAt: 0,
});

describe('who makes the command of a log source run', () => {
  const clock = createFakeClock();
  const told: Array<{ actor: string } & Change> = [];
  const audit = { record: async (_tx, actor, change) => void told.push({ actor: actor.name, ...change }) } as Pick<Audit, 'record'> as Audit;
  const tell = createTellRuns({ store: { db: undefined } as unknown as Store, audit, clock });
  const command = sourceOf({ type: 'command', command: 'systemctl --failed' });
  const on = (count: number, source = command) => servers.slice(0, count).map((server) => ({ source, server }));
  const since = async (act: () => Promise<void>) => {
    const before = told.length;
    await act();
    return told.slice(before).map(({ actor, action, target, details }) => [actor, action, target?.name, details]);
  };

  it('is told once for all servers of a reading, and again after an hour, for others, elsewhere, and when it was changed', async () => {
    const entry = (actor: string, ...names: string[]) => [actor, 'log_source.run', 'units', { servers: names }];
    expect(await since(() => tell(person('ann'), on(2)))).toEqual([entry('ann', 'web1', 'web2')]);
    expect(await since(() => tell(person('ann'), on(2)))).toEqual([]);
    expect(await since(() => tell(person('ann'), on(3)))).toEqual([entry('ann', 'web3')]);
    expect(await since(() => tell(person('ben'), on(1)))).toEqual([entry('ben', 'web1')]);
    await clock.advance(3_599_000);
    expect(await since(() => tell(person('ann'), on(1)))).toEqual([]);
    await clock.advance(1_000);
    expect(await since(() => tell(person('ann'), on(1)))).toEqual([entry('ann', 'web1')]);
    expect(await since(() => tell(person('ann'), on(1, sourceOf({ type: 'command', command: 'other' }, 2))))).toEqual([entry('ann', 'web1')]);
  });

  it('is nobody for files and the journal', async () => {
    expect(await since(() => tell(person('ann'), [...on(3, sourceOf({ type: 'file', path: '/var/log/a' })), ...on(3, sourceOf({ type: 'journald' }))]))).toEqual([]);
  });
});
