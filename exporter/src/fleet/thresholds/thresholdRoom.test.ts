import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThresholdInput } from '../../../../contract/threshold.ts';
import { databases } from '../../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../../test/fleet.ts';
import { single, type Family } from '../../metrics/family.ts';
import { createPollBus, type PollBus } from '../../poll/events.ts';
import { createRoster } from '../../poll/roster.ts';
import { createStatuses } from '../../poll/statuses.ts';
import { createVitalsBoard } from '../vitals/board.ts';
import { createThresholdRoom, type ThresholdRoom } from './thresholdRoom.ts';

describe.each(databases)('thresholds on $name', (database) => {
  let fleet: TestFleet;
  let room: ThresholdRoom;
  let bus: PollBus;
  let ids: string[];

  const input = (change: Partial<ThresholdInput> = {}): ThresholdInput => ({ check: 'memory', scope: { type: 'default' }, warning: 70, critical: 80, enabled: true, note: '', ...change });
  const poll = (index: number, used: number) => {
    const families = [single('gauge', 'node_memory_MemTotal_bytes', '', 100), single('gauge', 'node_memory_MemFree_bytes', '', 0), single('gauge', 'node_memory_MemAvailable_bytes', '', 100 - used)];
    bus.emit('polled', { serverId: ids[index] as string, name: `web${index + 1}`, at: fleet.clock.now(), durationMs: 1, families });
  };
  const published = () => {
    const found = [...room.families()].flatMap(({ name, families }) => (families as readonly Family[]).filter((family) => family.name === 'shellwatch_threshold').flatMap(({ samples }) => samples.map((sample) => ({ instance: name, ...sample }))));
    return Object.fromEntries(found.filter(({ instance, labels }) => labels['check'] === 'memory' && instance !== '(exporter)').map(({ instance, labels, value }) => [`${instance} ${labels['severity']}`, value]));
  };

  beforeEach(async () => {
    fleet = await createTestFleet(database);
    bus = createPollBus();
    const roster = createRoster();
    const statuses = createStatuses(fleet.clock, bus);
    ids = [];
    for (const name of ['web1', 'web2']) {
      const { id } = await fleet.servers.create(newServer(name, { tags: { role: name === 'web1' ? 'web' : 'db' } }), admin);
      ids.push(id);
      roster.put((await fleet.directory.one(id)) as never);
      statuses.set(id, name, { state: 'up' });
    }
    room = createThresholdRoom({ ...fleet, board: createVitalsBoard(bus, fleet.clock), polling: { roster, statuses }, specsChangedAt: () => undefined, logRates: () => [], onError: () => undefined });
    await room.start();
    [95, 50].forEach((used, index) => poll(index, used));
  });
  afterEach(async () => {
    room.close();
    await fleet.remove();
  });

  it('are in force at once, and go back to what is wider when they are removed', async () => {
    expect(published()).toEqual({ 'web1 warning': 90, 'web1 critical': 96, 'web2 warning': 90, 'web2 critical': 96 });
    const general = await room.thresholds.put(input(), admin);
    const own = await room.thresholds.put(input({ scope: { type: 'server', serverId: ids[1] as string }, warning: 40, critical: 45 }), admin);
    expect(published()).toEqual({ 'web1 warning': 70, 'web1 critical': 80, 'web2 warning': 40, 'web2 critical': 45 });
    expect(room.effective(ids[1], 'memory').items).toEqual([
      { check: 'memory', serverId: ids[1], serverName: 'web2', item: null, warning: 40, critical: 45, enabled: true, from: { type: 'server', serverId: ids[1] }, thresholdId: own.id, value: 50, wouldFire: 'critical' },
    ]);
    await room.thresholds.remove(own.id, '"1"', admin);
    await room.thresholds.remove(general.id, '"1"', admin);
    expect(published()).toMatchObject({ 'web2 warning': 90 });
    const { items } = await fleet.audit.list({ target: own.id, limit: 10 });
    expect(items.map(({ action, details }) => [action, details['after'] ?? null])).toEqual([
      ['threshold.delete', null],
      ['threshold.create', { warning: 40, critical: 45, enabled: true, note: '' }],
    ]);
  });
  it('are one record for each check and scope', async () => {
    const first = await room.thresholds.put(input(), admin);
    const second = await room.thresholds.put(input({ warning: 60 }), admin);
    expect([second.id, second.revision, second.warning]).toEqual([first.id, 2, 60]);
    const other = await room.thresholds.put(input({ scope: { type: 'tag', tag: 'role', value: 'web' } }), admin);
    await expect(room.thresholds.replace(other.id, input(), '"1"', admin)).rejects.toMatchObject({ code: 'conflict' });
    await expect(room.thresholds.replace(other.id, input(), '"7"', admin)).rejects.toMatchObject({ code: 'precondition_failed' });
    expect((await room.thresholds.list({ limit: 1 })).next).not.toBeNull();
  });
  it('refuse what makes no sense', async () => {
    await expect(room.thresholds.put(input({ warning: 80, critical: 70 }), admin)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(room.thresholds.put(input({ check: 'reboot', warning: 60, critical: 600 }), admin)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(room.thresholds.put(input({ scope: { type: 'item', serverId: ids[0] as string, item: '/' } }), admin)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(room.thresholds.put(input({ scope: { type: 'server', serverId: 'none' } }), admin)).rejects.toMatchObject({ code: 'server_not_found' });
    await expect(room.thresholds.get('none')).rejects.toMatchObject({ code: 'threshold_not_found' });
    expect(() => room.effective('none', undefined)).toThrow('No server');
  });
  it('preview where they would be in force, and what would fire', async () => {
    expect(room.preview(input({ scope: { type: 'tag', tag: 'role', value: 'db' }, warning: 45, critical: 60 })).items).toMatchObject([{ serverName: 'web2', value: 50, wouldFire: 'warning' }]);
    expect(room.preview(input()).items.map(({ serverName, wouldFire }) => [serverName, wouldFire])).toEqual([['web1', 'critical'], ['web2', null]]);
    expect(published()).toMatchObject({ 'web1 warning': 90 });
  });
  it('go away with their server', async () => {
    await room.thresholds.put(input({ scope: { type: 'server', serverId: ids[0] as string } }), admin);
    await fleet.servers.remove(ids[0] as string, '*', admin);
    expect((await room.thresholds.list({ limit: 10 })).items).toEqual([]);
  });
  it('are alert conditions, one a line', async () => {
    const shipped = room.conditions().items;
    expect(shipped).toContainEqual({ id: 'default-memory', check: 'memory', severity: 'critical', comparison: 'above', limit: 96, scope: { type: 'default' }, for: '5m' });
    const made = await room.createCondition({ check: 'memory', severity: 'warning', limit: 66, serverId: ids[0] as string }, admin);
    expect(made).toMatchObject({ severity: 'warning', limit: 66, scope: { type: 'server', serverId: ids[0] } });
    expect(room.effective(ids[0], 'memory').items).toMatchObject([{ warning: 66, critical: 96 }]);
    await room.createCondition({ check: 'memory', severity: 'critical', limit: 77, serverId: ids[0] as string }, admin);
    expect(room.effective(ids[0], 'memory').items).toMatchObject([{ warning: 66, critical: 77 }]);
    expect(room.conditions().items).toHaveLength(shipped.length + 2);
  });
});
