import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';

/** A body may be this old, or our clocks may differ by this much. */
const skewMs = 5 * 60_000;

export interface SignedBody {
  /** Seconds since the epoch, as the header has it. */
  timestamp: string | undefined;
  /** Hexadecimal, as the header has it. */
  signature: string | undefined;
  body: Buffer;
}

const refuse = (message: string): Failure => new Failure('unauthorized', { message });

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The signature Grafana's webhook contact point makes with an HMAC secret: over timestamp, colon and body. */
export const signatureOf = (secret: string, timestamp: string, body: Buffer): Buffer => createHmac('sha256', secret).update(`${timestamp}:`).update(body).digest();

/**
 * Refuses bodies that are not signed, signed with another secret, too old or from the future, or that came before.
 * `accepted` is called once the body is in the store: one that could not be taken may come again.
 */
export function createSignatureCheck(secret: () => string | undefined, clock: Clock) {
  const seen = new Map<string, number>();
  return {
    check({ timestamp, signature, body }: SignedBody): { accepted(): void } {
      const key = secret();
      if (key === undefined) {
        throw refuse('No webhook secret is set; the exporter takes no alerts.');
      }
      if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp) || signature === undefined || !/^[0-9a-f]{64}$/i.test(signature)) {
        throw refuse('The body is not signed: set the HMAC secret, its header and the timestamp header in the contact point.');
      }
      if (!same(signatureOf(key, timestamp, body), Buffer.from(signature, 'hex'))) {
        throw refuse('The signature is not that of this body with this secret.');
      }
      const now = clock.now();
      if (Math.abs(now - Number(timestamp) * 1000) > skewMs) {
        throw refuse('The body is older than five minutes, or a clock is wrong.');
      }
      for (const [known, at] of seen) {
        if (now - at > 2 * skewMs) {
          seen.delete(known);
        }
      }
      const id = signature.toLowerCase();
      if (seen.has(id)) {
        throw new Failure('conflict', { message: 'This body came before.' });
      }
      return { accepted: () => void seen.set(id, now) };
    },
    /** For senders that can not sign (Alertmanager): the secret itself as a bearer token. */
    checkBearer(authorization: string | undefined): void {
      const key = secret();
      const given = /^Bearer ([!-~]{1,512})$/i.exec(authorization ?? '')?.[1];
      if (key === undefined || given === undefined || !same(createHmac('sha256', 'bearer').update(given).digest(), createHmac('sha256', 'bearer').update(key).digest())) {
        throw refuse('The webhook secret is needed: Authorization: Bearer SECRET.');
      }
    },
  };
}

export type SignatureCheck = ReturnType<typeof createSignatureCheck>;
