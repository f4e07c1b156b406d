import { describe, expect, it } from '@jest/globals';
import { CommandInput, type Schedule } from '../../../../contract/command.ts';
import { createFakeClock } from '../../../test/fakeClock.ts';
import { createCommandScheduler, type Round } from './commandScheduler.ts';

const servers = Array.from({ length: 20 }, (_, index) => ({ id: `s${index}`, name: `web${index}`, tags: {}, enabled: index > 0 }));

function scheduling(schedule: Schedule, busy: (serverId: string) => boolean = () => false) {
  const clock = createFakeClock();
  const started: Array<{ serverId: string; at: number; round: Round }> = [];
  let revision = 1;
  const scheduler = createCommandScheduler({
    clock,
    commands: async () => [{ id: 'c', definition: CommandInput.parse({ name: 'q', script: 'true', schedule }), revision, createdAt: 0, updatedAt: 0, updatedBy: 'a' }],
    servers: async () => servers,
    start: async (_command, { id }, round) => void started.push({ serverId: id, at: clock.now(), round }),
    busy: (_commandId, serverId) => busy(serverId),
    onError: (error) => {
      throw error;
    },
  });
  const seconds = async (count: number) => {
    for (let second = 0; second < count; second += 1) {
      await clock.advance(1000);
    }
  };
  const batches = () => [...new Set(started.map(({ round }) => round.batch))].map((batch) => started.filter(({ round }) => round.batch === batch));
  return { scheduler, started, seconds, batches, change: async () => ((revision += 1), await scheduler.reload()) };
}

describe('createCommandScheduler', () => {
  it.each([
    ['interval', { type: 'interval', every: '1m' }, 60_000],
    ['cron', { type: 'cron', cron: '* * * * *', timeZone: 'UTC' }, 10_000],
    ['cron of seconds', { type: 'cron', cron: '*/5 * * * * *', timeZone: 'UTC' }, 10_000],
  ] as const)('what one instant of an %s makes due is one round, however it is spread', async (_name, schedule, spreadMs) => {
    const { scheduler, seconds, batches, started } = scheduling(schedule);
    await scheduler.start();
    await seconds(300);
    await scheduler.stop();
    // The first and the last one may be begun or left in the middle.
    for (const runs of batches().slice(3, -3)) {
      expect(runs.map(({ serverId }) => serverId).sort()).toEqual(servers.slice(1).map(({ id }) => id).sort());
      expect(Math.max(...runs.map(({ at }) => at)) - Math.min(...runs.map(({ at }) => at))).toBeLessThanOrEqual(spreadMs + 1000);
      expect(runs[0]?.round.servers).toEqual(servers.slice(1).map(({ name }) => name));
    }
    expect(batches().length).toBeGreaterThan(4);
    expect(started.length).toBeGreaterThan(4 * 19);
  });

  it('leaves out where one is under way, and begins a round anew when the command was changed', async () => {
    const { scheduler, seconds, started, batches, change } = scheduling({ type: 'interval', every: '10m' }, (serverId) => serverId === 's7');
    await scheduler.start();
    await seconds(300);
    const before = started.length;
    await change();
    await seconds(290);
    await scheduler.stop();
    expect(started.map(({ serverId }) => serverId).sort()).toEqual(servers.slice(1).map(({ id }) => id).filter((id) => id !== 's7').sort());
    expect(batches().map((runs) => runs.length)).toEqual([before, started.length - before]);
  });
});
