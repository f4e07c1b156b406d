import type { ServerStatus } from '../../../contract/status.ts';
import type { Log } from '../log.ts';
import type { PollBus } from '../poll/events.ts';

/** One line for each change of a server's state or reason; polls themselves write none. */
export function logStates(bus: PollBus, log: Log): void {
  const before = new Map<string, string>();
  bus.on('status', ({ id, name, state, reason, detail }: ServerStatus) => {
    const now = `${state} ${reason ?? ''}`;
    if (before.get(id) === now) {
      return;
    }
    before.set(id, now);
    log[state === 'down' ? 'warn' : 'info']({ server: name, state, reason, detail }, `${name} is ${state}`);
  });
}
