import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCollectors } from '../src/collectors/index.ts';
import { defaultSettings } from '../src/collectors/settings.ts';
import type { Family } from '../src/metrics/family.ts';
import { startLivePolling, type LivePolling } from './livePolling.ts';
import { canMountApart, mountApart, mountThatHangs } from './namespaceMount.ts';
import { descendants, until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { createSystemUser } from './systemUser.ts';
import { toolFolder } from './toolFolder.ts';

const able = haveSshd && canMountApart;
if (!able) {
  console.log('skipped: mounts apart from those of this machine need root, sshd, unshare and /dev/fuse');
}

const ends: Array<() => unknown> = [];
const later = <T>(thing: T, end: (thing: T) => unknown): T => {
  ends.push(() => end(thing));
  return thing;
};
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

const tools = ['sh', 'env', 'cat', 'stat', 'sleep', 'kill', 'readlink', 'awk', 'uname', 'ls', 'date'];
/** A login with all of this machine's programs, and one without perl. */
const logins = { perl: undefined, awk: Object.fromEntries(tools.map((name) => [name, `/usr/bin/${name}`])) };

async function start(rung: keyof typeof logins): Promise<{ sshd: Sshd; polling: () => Promise<LivePolling> }> {
  const programs = logins[rung];
  const folder = programs === undefined ? undefined : later(toolFolder(programs), (one) => one.remove());
  const user = later(createSystemUser('/bin/sh'), (one) => one.remove());
  const options = folder === undefined ? {} : { path: folder.path };
  const sshd = later(await startSshd({ user: user.name, ownMounts: true, ...options }), (one) => one.stop());
  const server = { server: { id: 'a', intervalMs: 1_000 }, target: () => sshd.target() };
  return {
    sshd,
    polling: async () =>
      later(await startLivePolling([server], createCollectors(defaultSettings)), (polling) => polling.stop()),
  };
}

function latest(polling: LivePolling): readonly Family[] {
  const last = polling.heard.findLast((one) => one.event === 'polled');
  return last?.event === 'polled' ? last.value.families : [];
}
const valueOf = (polling: LivePolling, name: string, labels: Record<string, string> = {}): number | undefined =>
  latest(polling)
    .find((family) => family.name === name)
    ?.samples.find((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))?.value;

(able ? describe : describe.skip)('a real sshd among odd mounts', () => {
  it.each(['perl', 'awk'] as const)(
    'a mount that hangs costs its own values alone, and no poll (%s)',
    async (rung) => {
      const { sshd, polling: begin } = await start(rung);
      const mountpoint = path.join(sshd.folder, 'dead');
      mkdirSync(mountpoint);
      const dead = later(mountThatHangs(sshd.pid, mountpoint), (one) => one.end());
      const polling = await begin();
      await until(
        () => valueOf(polling, 'node_filesystem_device_error', { mountpoint }) === 1,
        'the mount to be told of as one that does not answer',
        20_000
      );
      expect(valueOf(polling, 'node_filesystem_size_bytes', { mountpoint })).toBeUndefined();
      expect(valueOf(polling, 'node_filesystem_size_bytes', { mountpoint: '/' })).toBeGreaterThan(0);
      expect(valueOf(polling, 'node_scrape_collector_success', { collector: 'filesystem' })).toBe(1);
      const from = polling.count('polled');
      await until(() => polling.count('polled') >= from + 5, '5 more polls', 10_000);
      expect(polling.count('missed')).toBe(0);
      expect(polling.count('login')).toBe(1);
      const waits = polling.heard.flatMap((one) => (one.event === 'polled' ? [one.value.durationMs] : []));
      expect(Math.max(...waits.slice(1))).toBeLessThan(1_000);
      // The first poll waited for the mount; what it tells is as of its end all the same.
      const [first] = polling.heard.flatMap((one) => (one.event === 'polled' ? [one.value] : []));
      const clock = first?.families.find(({ name }) => name === 'node_time_seconds')?.samples[0]?.value;
      expect(first?.durationMs).toBeGreaterThan(900);
      expect(Math.abs((clock ?? NaN) - (first?.at ?? NaN) / 1_000)).toBeLessThan(0.7);
      dead.end();
      await polling.stop();
      await until(() => descendants(sshd.pid).length === 0, 'all remote processes to end', 5_000);
    },
    60_000
  );

  it('hidepid: what is hidden is absent, the rest is there', async () => {
    const { sshd, polling: begin } = await start('perl');
    mountApart(sshd.pid, ['-t', 'proc', '-o', 'hidepid=2', 'proc', '/proc']);
    const polling = await begin();
    await until(() => polling.count('polled') >= 2, 'two polls', 20_000);
    expect(polling.count('missed')).toBe(0);
    expect(valueOf(polling, 'node_load1')).toBeGreaterThanOrEqual(0);
    expect(valueOf(polling, 'node_memory_MemTotal_bytes')).toBeGreaterThan(0);
    expect(latest(polling).filter(({ name }) => /^node_processes_(pids|threads|state)$/.test(name))).toEqual([]);
  }, 60_000);
});
