import { EventEmitter } from 'node:events';

/** A server as an event names it. */
export interface ServerRef {
  id: string;
  name: string;
}

/** What changed in the fleet, told after it is in the store. main drives the poll scheduler by it. */
export interface FleetEvents {
  serverCreated: [ServerRef];
  /** `connection`: host, port, user, credential, jump or pinned keys are others, so the session has to be made anew. */
  serverUpdated: [ServerRef & { connection: boolean }];
  serverDeleted: [ServerRef];
}

export type FleetBus = EventEmitter<FleetEvents>;
export const createFleetBus = (): FleetBus => new EventEmitter<FleetEvents>();
