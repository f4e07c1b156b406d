import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from '../../../contract/client.ts';
import type { ServerPatch } from '../../../contract/server.ts';
import { authFlags, type AuthOptions } from './authFlags.ts';
import { serverId } from './resolve.ts';

export interface ServerOptions extends AuthOptions {
  port?: number;
  user?: string;
  jump?: string | false;
  tag?: Record<string, string>;
  interval?: string;
  trustFirst?: boolean;
  notes?: string;
}

function tag(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new InvalidArgumentError('write KEY=VALUE');
  }
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('write a number');
  }
  return Number(text);
}

export const serverFlags = (command: Command): Command =>
  authFlags(command)
    .option('--port <number>', 'SSH port', wholeNumber)
    .option('--user <name>', 'user to log in as')
    .option('--jump <server>', 'reach it through this server')
    .option('--tag <key=value>', 'tag; may be given several times', tag)
    .option('--interval <duration>', "poll interval, such as 30s; `default` is the exporter's")
    .option('--trust-first', 'pin the first host key that is seen, without a person comparing it')
    .option('--notes <text>', 'free text');

/** The fields that flags name, as PATCH takes them; the credential goes its own way. */
export async function fieldsOf(client: Client, options: ServerOptions): Promise<ServerPatch> {
  const { port, user, jump, tag: tags, interval, trustFirst, notes } = options;
  return {
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { username: user }),
    ...(jump === undefined ? {} : { jump: jump === false ? null : await serverId(client, jump) }),
    ...(tags === undefined ? {} : { tags }),
    ...(interval === undefined ? {} : { interval: interval === 'default' ? null : interval }),
    ...(trustFirst === undefined ? {} : { hostKeyPolicy: trustFirst ? ('trust-first' as const) : ('strict' as const) }),
    ...(notes === undefined ? {} : { notes }),
  };
}
