import type { Actor } from '../actor.ts';
import type { Core } from '../wire/core.ts';
import type { EmbeddedServer } from './embeddedServer.ts';

const actor: Actor = { name: 'demo', role: 'admin', from: 'local' };
/** Marks the demo's own server: one that a killed demo left behind is known again. */
const mark = { demo: 'embedded' };

async function forgetOld({ servers }: Core): Promise<void> {
  const { items } = await servers.list({ limit: 1000, sort: 'name', tag: `demo=${mark.demo}` });
  for (const { id } of items) {
    await servers.remove(id, '*', actor);
  }
}

async function freeName({ servers }: Core): Promise<string> {
  const taken = new Set(
    (await servers.list({ limit: 1000, sort: 'name', text: 'demo' })).items.map(({ name }) => name)
  );
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'demo' : `demo-${number}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** Adds the embedded server to the fleet with its host key pinned, as a person would who compared it. */
export async function registerDemo(
  core: Core,
  embedded: EmbeddedServer
): Promise<{ id: string; name: string; remove(): Promise<void> }> {
  await forgetOld(core);
  const { id, name } = await core.servers.create(
    {
      name: await freeName(core),
      host: embedded.host,
      port: embedded.port,
      username: embedded.username,
      auth: { type: 'key', privateKey: embedded.privateKey },
      hostKey: { type: 'ssh-ed25519', key: embedded.hostKey.split(' ')[1] ?? '' },
      tags: mark,
      jump: null,
      interval: null,
      hostKeyPolicy: 'strict',
      enabled: true,
      notes: 'This machine, through the SSH server inside the demo. It goes when the demo ends.',
    },
    actor
  );
  return { id, name, remove: () => core.servers.remove(id, '*', actor) };
}
