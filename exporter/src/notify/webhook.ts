import { createHmac } from 'node:crypto';
import { instant, type Clock } from '../clock.ts';
import type { Deliverer, Delivery, Notification } from '../fleet/escalation/deliverer.ts';

const timeoutMs = 10_000;
const longestWaitMs = 3_600_000;

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function waitOf(header: string | null, now: number): number | undefined {
  const ms = header === null ? NaN : /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, longestWaitMs) : undefined;
}

/** 408, 425, 429 and the server's own troubles pass; any other refusal will be the same the next time. */
function refusal(response: Response, now: number): Delivery {
  const error = `answered ${response.status}`;
  const passing = response.status >= 500 || [408, 425, 429].includes(response.status);
  const afterMs = waitOf(response.headers.get('retry-after'), now);
  return passing ? { state: 'retry', ...(afterMs === undefined ? {} : { afterMs }), error } : { state: 'dead', error };
}

const bodyOf = ({ key, kind, contactName, incident, again }: Notification, now: number) => ({ version: 1, key, kind, again, sentAt: instant(now), contact: contactName, incident });

/**
 * Notifications as JSON to an address. With a secret each is signed as Grafana signs its own: HMAC-SHA256, in hex, of `timestamp:body`.
 * Redirects are not followed: what a person entered is where it goes. `Idempotency-Key` is the same when one is sent again.
 */
export function createWebhookDeliverer(clock: Clock): Deliverer {
  return {
    edits: false,
    async deliver(channel, notification) {
      if (channel.type !== 'webhook') {
        return { state: 'dead', error: `${channel.type} is no webhook` };
      }
      const now = clock.now();
      const body = JSON.stringify(bodyOf(notification, now));
      const timestamp = String(Math.floor(now / 1000));
      const signature = channel.secret === undefined ? {} : { 'x-shellwatch-timestamp': timestamp, 'x-shellwatch-signature': createHmac('sha256', channel.secret).update(`${timestamp}:${body}`).digest('hex') };
      try {
        const response = await fetch(channel.url, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', 'user-agent': 'shellwatch', 'idempotency-key': Buffer.from(notification.key).toString('base64url').slice(0, 200), ...signature },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.body?.cancel();
        return response.ok ? { state: 'sent' } : refusal(response, now);
      } catch (error) {
        // Never the message: it may quote the address, and those of chat services are secrets. Time lines are read by everybody.
        const { cause, name } = error as Error & { cause?: { code?: string } };
        return { state: 'retry', error: name === 'TimeoutError' ? 'did not answer in time' : (cause?.code ?? 'could not be asked') };
      }
    },
  };
}
