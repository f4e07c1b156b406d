import { Failure } from '../errors.ts';
import type { ServerRepository } from '../store/servers.ts';

/** Checks the server to go through: it exists, and its own chain, however long, does not lead back. */
export async function checkJump(servers: ServerRepository, id: string, jump: string | null): Promise<void> {
  if (jump === null) {
    return;
  }
  if (jump === id) {
    throw new Failure('jump_loop');
  }
  if ((await servers.byId(jump)) === undefined) {
    throw new Failure('unprocessable', { message: 'The server to go through does not exist.', details: [{ field: 'jump', message: 'no server has this id' }] });
  }
  const next = await servers.jumps();
  const passed = new Set([id]);
  for (let hop: string | undefined = jump; hop !== undefined; hop = next.get(hop)) {
    if (passed.has(hop)) {
      throw new Failure('jump_loop', { details: { through: [...passed, hop] } });
    }
    passed.add(hop);
  }
}
