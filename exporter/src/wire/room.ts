import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Api } from '../../../contract/api.ts';
import type { Part } from '../http/app.ts';
import type { Handlers } from '../http/route.ts';
import type { Core } from './core.ts';

/** Answers a WebSocket upgrade of one path. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A subject of the product (commands, history, incidents …) as the process sees it. Everything may be left out. */
export interface Room {
  /** Code behind its rows of the endpoint table. */
  handlers?: Partial<Handlers<Api>>;
  /** What it serves beside the table, such as a webhook with a raw body. */
  parts?: readonly Part[];
  upgrades?: Readonly<Record<string, Upgrade>>;
  /** How many clients follow the live feed. */
  feedClients?: () => number;
  /** Begins its work; called once everything is wired and polling goes on. */
  start?: () => Promise<void> | void;
  /** Ends it, in less than 3 seconds; the store is still open. */
  stop?: () => Promise<void> | void;
}

/** Makes a room from what every room needs. Families it adds to polls go to `core.additions`, before anything starts. */
export type WireRoom = (core: Core) => Room | Promise<Room>;
