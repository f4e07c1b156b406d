// Records polls as fast as it can, flushes every fourth, and says the last one after each flush, until it is killed: node historyLoop.ts FILE
import { writeSync } from 'node:fs';
import { createHistory } from '../src/fleet/history/history.ts';
import { toFrame } from '../src/fleet/frames/frame.ts';
import { createShapePool } from '../src/fleet/frames/shapePool.ts';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/store/open.ts';
import { createServerRepository } from '../src/store/servers.ts';

const store = await openStore({ file: process.argv[2] as string });
if ((await createServerRepository(store.db).byId('a')) === undefined) {
  await createServerRepository(store.db).insert({
    id: 'a', name: 'a', host: 'x', port: 22, username: 'x', tags: {}, jump: null, interval: null, hostKeyPolicy: 'strict', enabled: true, notes: '',
    auth: { type: 'agent', socket: null, publicKey: null, passphraseSet: false, certificateSet: false }, revision: 1, connectionRevision: 1, createdAt: 1, updatedAt: 1,
  });
}
const pool = createShapePool();
const history = createHistory({
  store,
  clock: { now: () => 0, after: () => () => undefined },
  log: createLog('error'),
  settings: { retentionMs: 1e15, maxBytes: 1e15, flushMs: 1, exclude: undefined },
});
await history.start();
const last = await store.db.selectFrom('historyChunks').select(({ fn }) => fn.max('endedAt').as('at')).executeTakeFirst();
let number = last?.at === null || last?.at === undefined ? -1 : Number(last.at) / 1000;

for (;;) {
  number += 1;
  const family = { name: 'number', help: '', type: 'gauge' as const, samples: [{ labels: {}, value: number }] };
  const frame = toFrame({ serverId: 'a', name: 'a', at: number * 1000, families: [family] }, pool, undefined);
  history.record('a', { at: frame.at, frames: [frame] });
  if (number % 4 === 3) {
    await history.flush();
    writeSync(1, `${number}\n`);
  }
}
