import { UsageError } from './shell.ts';

export interface Address {
  username: string | undefined;
  host: string;
  port: number | undefined;
}

/** `user@host:port`; user and port may be missing, an IPv6 address with a port stands in brackets. As for ssh, the last @ counts: users of a domain have one. */
export function parseAddress(text: string): Address {
  const parts = /^(?:(\S+)@)?(?:\[([0-9a-fA-F:.%a-z]+)\]|([^:@[\]\s]+)|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?::(\d{1,5}))?$/.exec(text);
  const host = parts?.[2] ?? parts?.[3] ?? parts?.[4];
  if (host === undefined) {
    throw new UsageError(`${text} is no address; write user@host, user@host:port or user@[2001:db8::1]:port.`);
  }
  return { username: parts?.[1], host, port: parts?.[5] === undefined ? undefined : Number(parts[5]) };
}
