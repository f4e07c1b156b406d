import { z } from 'zod';
import { Id } from './endpoint.ts';
import { TagName } from './server.ts';

/**
 * Which servers something is for: everything, or those named by id, or those that carry every one of the tags.
 * Ids and tags together mean either of the two.
 */
export const ServerSelector = z
  .strictObject({
    all: z.boolean().default(false),
    servers: z.array(Id).max(10_000).default([]),
    tags: z.record(TagName, z.string().max(256)).default({}),
  })
  .refine((selector) => selector.all || selector.servers.length > 0 || Object.keys(selector.tags).length > 0, 'name servers or tags, or say all')
  .meta({
    id: 'ServerSelector',
    anyOf: [
      { required: ['all'], properties: { all: { const: true } } },
      { required: ['servers'], properties: { servers: { minItems: 1 } } },
      { required: ['tags'], properties: { tags: { minProperties: 1 } } },
    ],
  });
export type ServerSelector = z.infer<typeof ServerSelector>;

/** Whether a selector means a server. */
export function selects(selector: ServerSelector, server: { id: string; tags: Readonly<Record<string, string>> }): boolean {
  if (selector.all || selector.servers.includes(server.id)) {
    return true;
  }
  const tags = Object.entries(selector.tags);
  return tags.length > 0 && tags.every(([name, value]) => server.tags[name] === value);
}
