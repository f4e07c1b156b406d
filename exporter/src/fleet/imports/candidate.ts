import type { Auth } from '../../../../contract/server.ts';

/** A server as a file tells it, before it is checked. What is left out takes the product's default, or stays as it is with a server that is there already. */
export interface Candidate {
  /** Line or place in the file, from 1. */
  row: number;
  name: string;
  host?: string | undefined;
  port?: number | undefined;
  username?: string | undefined;
  /** The name of the server to go through, in this file or in the fleet; null: none. */
  jumpName?: string | null | undefined;
  /** All of them. */
  tags?: Record<string, string> | undefined;
  /** Some of them; others stay. */
  addTags?: Record<string, string> | undefined;
  interval?: string | null | undefined;
  hostKeyPolicy?: string | undefined;
  enabled?: boolean | undefined;
  notes?: string | undefined;
  auth?: Auth | undefined;
  /** Files a person's own machine has; the service can not read them. */
  identityFile?: string | undefined;
  /** Why this row can not be used. */
  problem?: string | undefined;
}

/** Names keep letters, digits, dot, dash and underscore; anything else becomes a dash. */
export const asName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '').slice(0, 128);

/** Tag names become labels: letters, digits and underscore. */
export const asTagName = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, '_').replace(/^[^A-Za-z]+/, '').slice(0, 63);
