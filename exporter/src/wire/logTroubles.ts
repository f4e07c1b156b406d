import type { Log } from '../log.ts';
import type { PollBus } from '../poll/events.ts';

/** One line when another part of a server's metrics is missing than before, though it is up; and one when all are there again. */
export function logTroubles(bus: PollBus, log: Log): void {
  bus.on('troubles', ({ name, failures, commands }) => {
    if (failures.length === 0 && commands === undefined) {
      log.info({ server: name }, `${name} tells all its metrics again`);
      return;
    }
    log.warn({ server: name, failures, commands }, `some metrics of ${name} are missing`);
  });
}
