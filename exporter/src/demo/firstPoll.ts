import { reasonMessage } from '../../../contract/status.ts';
import type { PollBus, Polled } from '../poll/events.ts';

/** The first poll of a server, whichever way it ends. */
export function firstPoll(bus: PollBus, serverId: string): Promise<Polled> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      bus.off('polled', onPolled);
      bus.off('missed', onMissed);
    };
    const onPolled = (polled: Polled): void => {
      if (polled.serverId === serverId) {
        ended();
        resolve(polled);
      }
    };
    const onMissed = (missed: { serverId: string; reason: string; detail: string }): void => {
      if (missed.serverId === serverId) {
        ended();
        reject(new Error(`${reasonMessage(missed.reason)} (${missed.reason}: ${missed.detail})`));
      }
    };
    bus.on('polled', onPolled);
    bus.on('missed', onMissed);
  });
}
