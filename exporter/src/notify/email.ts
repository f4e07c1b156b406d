import type { Transporter } from 'nodemailer';
import type { Clock } from '../clock.ts';
import type { Deliverer, Delivery, Notification } from '../fleet/escalation/deliverer.ts';
import type { Secret } from '../secret.ts';
import { incidentMessage, valueOf } from './telegram/incidentMessage.ts';
import { bold, lines, plainText, text, toHtml, type Rich } from './telegram/rich.ts';

export interface EmailSettings {
  /** smtp://user:password@host:587 or smtps://…, as nodemailer takes it. */
  url: Secret;
  /** `Shellwatch <alerts@example.org>` */
  from: string;
}

const connectMs = 8_000;
const sendMs = 20_000;

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1: 4yz may work later, 5yz will not. */
function deliveryOf(error: unknown): Delivery {
  const { responseCode, message = String(error) } = error as { responseCode?: number; message?: string };
  const dead = responseCode !== undefined && responseCode >= 500 && responseCode !== 530 && responseCode !== 535;
  return dead ? { state: 'dead', error: message } : { state: 'retry', error: message };
}

const headings: Partial<Record<Notification['kind'], string>> = { reminder: 'Still open: ', resolved: '' };

/** One line, and short enough for a list of mails; line breaks would end the header. */
function subjectOf({ kind, incident }: Notification): string {
  if (incident === null) {
    return 'Shellwatch can reach you';
  }
  const { state, severity, title, serverName, item } = incident;
  const where = [serverName, item].filter((part) => part !== null).join(' ');
  const how = state === 'resolved' ? 'Resolved' : severity === 'critical' ? 'Critical' : 'Warning';
  const value = state === 'resolved' ? undefined : valueOf(incident);
  return `${headings[kind] ?? ''}${how}: ${title}${where === '' ? '' : ` – ${where}`}${value === undefined ? '' : ` – ${value}`}`.replace(/[\p{Cc}]+/gu, ' ').slice(0, 200);
}

/** Mails by SMTP. Those of one incident are one thread: they name the same first mail. */
export function createEmailDeliverer({ url, from }: EmailSettings, clock: Clock): Deliverer & { close(): void } {
  let transport: Transporter | undefined;
  const connect = async (): Promise<Transporter> => {
    // With the first mail: it takes 5 MB, and most set-ups send none.
    const { createTransport } = await import('nodemailer');
    // A setting in the address may be of nodemailer's; these bounds stand behind it.
    transport ??= createTransport(url.reveal(), { connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: sendMs } as object);
    return transport;
  };
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'shellwatch.invalid';
  const bodyOf = ({ incident, contactName, again }: Notification): Rich =>
    incident === null ? lines([[bold('Shellwatch can reach you')], [text(`This is a test for ${contactName}.`)]]) : incidentMessage(incident, clock.now(), again ? 'The exporter was stopped while it sent this: it may have come before.' : undefined);
  return {
    edits: false,
    async deliver(channel, notification) {
      if (channel.type !== 'email') {
        return { state: 'dead', error: `${channel.type} is no e-mail` };
      }
      const rich = bodyOf(notification);
      const thread = notification.incident === null ? {} : { references: `<incident-${notification.incident.id}@${domain}>`, inReplyTo: `<incident-${notification.incident.id}@${domain}>` };
      try {
        const { messageId } = (await (await connect()).sendMail({
          from,
          to: channel.address,
          subject: subjectOf(notification),
          text: plainText(rich),
          html: `<div style="font-family: sans-serif; white-space: pre-line">${toHtml(rich)}</div>`,
          // Sent again after a crash it is the same mail, and many servers keep one of them: RFC 5322, 3.6.4.
          messageId: `<${Buffer.from(notification.key).toString('base64url').slice(0, 120)}@${domain}>`,
          // No out-of-office replies: RFC 3834.
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...thread,
        })) as { messageId: string };
        return { state: 'sent', reference: { messageId } };
      } catch (error) {
        return deliveryOf(error);
      }
    },
    close: () => transport?.close(),
  };
}
