// Adds servers as fast as it can and says so after each, until it is killed: node crashWriter.ts FILE
import { writeSync } from 'node:fs';
import { createAuditRepository } from '../src/store/audit.ts';
import { openStore } from '../src/store/open.ts';
import { createServerRepository } from '../src/store/servers.ts';

const store = await openStore({ file: process.argv[2] as string });
let number = (await createServerRepository(store.db).all()).length;

// Say nothing before the store has acknowledged, and go on at once.
for (;;) {
  number += 1;
  const id = `server-${number}`;
  await store.exclusively(async (tx) => {
    await createServerRepository(tx).insert({
      id,
      name: id,
      host: 'example.org',
      port: 22,
      username: 'monitor',
      tags: { number: String(number), role: 'web' },
      jump: number === 1 ? null : `server-${number - 1}`,
      interval: null,
      hostKeyPolicy: 'strict',
      enabled: true,
      notes: 'x'.repeat(2_000),
      auth: { type: 'agent', socket: null, publicKey: null, passphraseSet: false, certificateSet: false },
      revision: 1,
      connectionRevision: 1,
      createdAt: number,
      updatedAt: number,
    });
    await createAuditRepository(tx).insert({
      at: number,
      actor: 'system',
      role: null,
      source: 'local',
      requestId: null,
      action: 'server.create',
      targetType: 'server',
      targetId: id,
      targetName: id,
      details: {},
    });
  });
  writeSync(1, `${number}\n`);
}
