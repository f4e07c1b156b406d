import { z } from 'zod';
import { endpoint, Id, IdParams, Instant } from './endpoint.ts';

export const StatusState = z.enum(['up', 'down', 'paused', 'pending']);
export type StatusState = z.infer<typeof StatusState>;

/** Why a server is not up: reason → the sentence that says what to do. `jump:<reason>` is the same, one hop before. */
export const statusReasons = {
  never_polled: 'Not polled yet; the first poll is on its way.',
  disabled: 'Disabled by a person; enable it to poll again.',
  stopped: 'Monitoring was stopped; start it to poll again.',
  dns: 'The host name does not resolve; check it and the DNS of the exporter.',
  refused: 'Nothing listens on this port; check that sshd runs and the port is right.',
  unreachable: 'There is no route to the host; check the address, the network and firewalls.',
  timeout: 'No answer in time; check the address, the network and firewalls.',
  kex: 'No common key exchange, cipher or host key type; update sshd, or let it take newer algorithms.',
  host_key_unverified: 'The host key was not accepted yet; compare its fingerprint and accept it.',
  host_key_changed: 'The host key is not the pinned one; compare keys before accepting the new one.',
  auth_failed: 'The login was refused; check the user, the credential and authorized_keys.',
  auth_paused: 'The login was refused 3 times, so polling waits; fix the credential and retry now.',
  credential: 'The credential can not be used (wrong passphrase, unknown format, no agent); give another one.',
  shell: 'The login works, but its shell runs no command; give the user a shell, and look at what its start-up files do.',
  reader: 'The shell works, but none of perl, awk, sh or cat could read files there; let the user run one of them.',
  stalled: 'The connection stands, but the last poll got no answer in time; check the load of the server and the link to it.',
  protocol: 'The server answered with something that is not the expected reply; check what its shell prints and what stands in between.',
  too_large: 'The reply was larger than the cap; turn off the collector whose files have grown so large.',
  closed: 'The server closed the connection; the log of its sshd says why (a restart, MaxStartups, a ban).',
  channel: 'The server refused another channel; check MaxSessions, and at a jump server whether it may forward (AllowTcpForwarding, `restrict` in authorized_keys).',
  internal: 'The exporter failed while polling; its log has more.',
} as const;
export type PlainReason = keyof typeof statusReasons;
export type StatusReason = PlainReason | `jump:${PlainReason}`;

/** The sentence of a reason; a jump's says which hop. */
export function reasonMessage(reason: string): string {
  const plain = reason.replace(/^(jump:)+/, '');
  const text = statusReasons[plain as PlainReason] ?? reason;
  return plain === reason ? text : `On the way there, at a jump server: ${text}`;
}

export const ServerStatus = z
  .object({
    id: Id,
    name: z.string(),
    state: StatusState,
    reason: z.string().nullable(),
    message: z.string().nullable().describe('What the reason means and what to do'),
    detail: z.string().nullable().describe('What exactly was seen, in the words of the system'),
    since: Instant,
    lastSeen: Instant.nullable().describe('The end of the last poll that worked'),
    nextAttempt: Instant.nullable(),
  })
  .meta({ id: 'ServerStatus' });
export type ServerStatus = z.infer<typeof ServerStatus>;

export const FleetStatus = z
  .object({
    totals: z.object({ up: z.number(), down: z.number(), paused: z.number(), pending: z.number() }),
    servers: z.array(ServerStatus),
  })
  .meta({ id: 'FleetStatus' });

export const statusEndpoints = {
  getRealtimeStatus: endpoint({ method: 'GET', path: '/status/realtime', role: 'viewer', tag: 'status', summary: 'State of every server', reply: FleetStatus }),
  getServerStatus: endpoint({ method: 'GET', path: '/status/server/{id}', role: 'viewer', tag: 'status', summary: 'State of one server', params: IdParams, reply: ServerStatus, errors: ['server_not_found'] }),
};
