// The real service over a fleet that exists nowhere, for what only shows with a thousand servers. Settings are the exporter's own.
import { readConfig } from '../../exporter/src/config.ts';
import { createLog } from '../../exporter/src/log.ts';
import { startService } from '../../exporter/src/main.ts';
import { systemClock } from '../../exporter/src/clock.ts';
import { movingServer } from './movingServer.ts';

const count = Number(process.argv[2] ?? 1_000);
const roles = ['web', 'db', 'cache', 'queue', 'build'];
const places = ['north', 'south', 'west'];
const numberOf = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0);

const service = await startService(readConfig(), createLog('warn'), systemClock, (target) => Promise.resolve(movingServer(numberOf(target.name))));
process.once('SIGTERM', () => void service.stop().then(() => process.exit(0)));
const actor = { name: 'system', role: 'admin', from: 'stack' } as const;
for (let number = 1; number <= count; number += 1) {
  const role = roles[number % roles.length] as string;
  await service.core.servers.create(
    {
      name: `${role}${number}`,
      host: `10.${number >> 8}.${number & 255}.1`,
      port: 22,
      username: 'monitor',
      tags: { role, place: places[number % places.length] as string },
      jump: null,
      interval: null,
      hostKeyPolicy: 'trust-first',
      enabled: true,
      notes: '',
      auth: { type: 'password', password: 'none' },
    },
    actor
  );
}
console.log(`${count} servers`);
