import { serverEndpoints } from './server.ts';
import { statusEndpoints } from './status.ts';

/** The endpoint table: operation id → row. Routes, client, OpenAPI and docs are made from it. */
export const api = {
  ...serverEndpoints,
  ...statusEndpoints,
};
export type Api = typeof api;
export type OperationId = keyof Api;
