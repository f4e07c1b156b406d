import { afterEach, describe, expect, it } from '@jest/globals';
import type { HostKey } from '../../src/ssh/session.ts';
import { haveSshd, startSshd, type Sshd, type SshdOptions } from '../sshd.ts';
import { failureOf, open } from './open.ts';

(haveSshd ? describe : describe.skip)('host keys of a real sshd', () => {
  const started: Sshd[] = [];
  const start = async (options: SshdOptions = {}) => {
    const sshd = await startSshd(options);
    started.push(sshd);
    return sshd;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sshd) => sshd.stop()));
  });
  /** The connection is over for sshd, and it saw no login request of any kind. */
  const expectNoAttempt = async (sshd: Sshd) => {
    await sshd.waitForLog(/Connection (closed|reset) by|Disconnected from|Received disconnect/);
    expect(sshd.count.connections()).toBeGreaterThan(0);
    expect(sshd.count.attempts()).toBe(0);
  };

  it('stops at an unknown key, carries it along, and sends nothing', async () => {
    const sshd = await start();
    const seen: Array<[string, boolean]> = [];
    const failure = await failureOf(
      open(sshd.target({ pinned: [] }), { onHostKey: (key, pin) => void seen.push([key.fingerprint, pin]) })
    );
    expect(failure).toMatchObject({ reason: 'host_key_unverified', hostKey: sshd.hostKeys[0] });
    expect(seen).toEqual([[sshd.hostKeys[0]?.fingerprint, false]]);
    await expectNoAttempt(sshd);
  });

  it('stops at a changed key, whatever the policy', async () => {
    const sshd = await start();
    const [old] = sshd.hostKeys;
    await sshd.restart({ newHostKeys: true });
    const failure = await failureOf(open(sshd.target({ pinned: old ? [old] : [], hostKeyPolicy: 'trust-first' })));
    expect(failure).toMatchObject({ reason: 'host_key_changed', hostKey: sshd.hostKeys[0] });
    await expectNoAttempt(sshd);
  });

  it('pins the first key before it logs in, where that was chosen', async () => {
    const sshd = await start();
    const pinned: HostKey[] = [];
    const session = await open(sshd.target({ pinned: [], hostKeyPolicy: 'trust-first' }), {
      async onHostKey(key, pin) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(sshd.count.attempts()).toBe(0);
        expect(pin).toBe(true);
        pinned.push(key);
      },
    });
    expect(session.hostKey).toEqual(sshd.hostKeys[0]);
    expect(pinned).toEqual([sshd.hostKeys[0]]);
    await session.close();
  });

  it('does not log in when the key could not be pinned', async () => {
    const sshd = await start();
    const target = sshd.target({ pinned: [], hostKeyPolicy: 'trust-first' });
    await failureOf(open(target, { onHostKey: () => Promise.reject(new Error('the store is full')) }));
    await expectNoAttempt(sshd);
  });

  it.each(['ed25519', 'rsa', 'ecdsa'] as const)('finds the pinned %s key of a server that has three', async (kind) => {
    const sshd = await start({ hostKeys: ['ed25519', 'rsa', 'ecdsa'] });
    const pinned = sshd.hostKeys.filter((key) => key.type.includes(kind));
    const session = await open(sshd.target({ pinned }));
    expect(session.hostKey).toEqual(pinned[0]);
    await session.close();
  });

  describe('through a jump server', () => {
    it('sends nothing to a server behind it whose key is unknown or changed', async () => {
      const [bastion, inner] = [await start(), await start()];
      const jump = await open(bastion.target());
      expect(await failureOf(open(inner.target({ pinned: [] }), { jump }))).toMatchObject({
        reason: 'host_key_unverified',
      });
      await expectNoAttempt(inner);
      await jump.close();
    });

    it('does not go through a jump server whose own key changed', async () => {
      const [bastion, inner] = [await start(), await start()];
      const [old] = bastion.hostKeys;
      await bastion.restart({ newHostKeys: true });
      const failure = await failureOf(
        (async () => open(inner.target(), { jump: await open(bastion.target({ pinned: old ? [old] : [] })) }))()
      );
      expect(failure.reason).toBe('host_key_changed');
      await expectNoAttempt(bastion);
      expect(inner.count.connections()).toBe(0);
    });
  });
});
