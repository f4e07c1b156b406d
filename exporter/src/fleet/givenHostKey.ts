import { Failure } from '../errors.ts';
import { hostKeyOf } from '../ssh/fingerprint.ts';
import type { HostKey } from '../ssh/session.ts';

/** A public host key handed in by a person, with its fingerprint; its blob must be what the type says. */
export function givenHostKey({ type, key }: { type: string; key: string }): HostKey {
  let parsed: HostKey | undefined;
  try {
    parsed = hostKeyOf(Buffer.from(key, 'base64'));
  } catch {
    // Cut short.
  }
  if (parsed?.type !== type) {
    const message = `not a public key of the type ${type}`;
    throw new Failure('unprocessable', { message: `The host key is ${message}.`, details: [{ field: 'hostKey', message }] });
  }
  return parsed;
}
