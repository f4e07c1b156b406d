import { SshFailure, type Session } from './session.ts';

/** When the jump server's session broke, that is the reason, and not what it looks like from behind it. */
export async function blameJump(failure: SshFailure, jump: Session | undefined): Promise<SshFailure> {
  if (jump === undefined) {
    return failure;
  }
  // Its connection breaks in the same turn in which ours does, in either order.
  const broken = await Promise.race([
    jump.closed,
    new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
  ]);
  return broken === undefined
    ? failure
    : new SshFailure(`jump:${broken.reason.replace(/^(jump:)+/, '')}`, broken.detail, { cause: failure });
}
