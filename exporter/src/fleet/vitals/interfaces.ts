import type { z } from 'zod';
import type { InterfaceVitals } from '../../../../contract/vitals.ts';
import { valuesBy, type ByLabel } from '../frames/frame.ts';
import { ratesBy, type Window } from './increase.ts';

type Interface = z.infer<typeof InterfaceVitals>;

export function interfaceVitals(window: Window): Interface[] {
  const rates = (name: string): ByLabel<number | undefined> => ratesBy(window, `node_network_${name}_total`, 'device');
  const receive = rates('receive_bytes');
  const transmit = rates('transmit_bytes');
  const receivePackets = rates('receive_packets');
  const transmitPackets = rates('transmit_packets');
  const errors = both(rates('receive_errs'), rates('transmit_errs'));
  const drops = both(rates('receive_drop'), rates('transmit_drop'));
  const up = valuesBy(window.now, 'node_network_up', 'device');
  const speed = valuesBy(window.now, 'node_network_speed_bytes', 'device');
  const devices = [...receive.keys()].filter((device) => device !== 'lo');
  const traffic = (device: string): number => (receive.get(device) ?? 0) + (transmit.get(device) ?? 0);
  devices.sort((a, b) => traffic(b) - traffic(a) || (a < b ? -1 : 1));
  return devices.map((device) => {
    const bytes = speed.get(device);
    return {
      interface: device,
      up: up.has(device) ? up.get(device) === 1 : null,
      // The kernel says −1 for "unknown", which node_exporter turns into −125000 bytes.
      speedBytesPerSecond: bytes !== undefined && bytes > 0 ? bytes : null,
      receiveBytesPerSecond: receive.get(device) ?? null,
      transmitBytesPerSecond: transmit.get(device) ?? null,
      receivePacketsPerSecond: receivePackets.get(device) ?? null,
      transmitPacketsPerSecond: transmitPackets.get(device) ?? null,
      errorsPerSecond: errors(device),
      dropsPerSecond: drops(device),
    };
  });
}

const both =
  (one: ByLabel<number | undefined>, other: ByLabel<number | undefined>) =>
  (device: string): number | null => {
    const a = one.get(device);
    const b = other.get(device);
    return a === undefined && b === undefined ? null : (a ?? 0) + (b ?? 0);
  };
