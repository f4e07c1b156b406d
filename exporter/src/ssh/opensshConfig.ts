import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import SSHConfig from 'ssh-config';

/** The person whose configuration is read. */
export interface Person {
  name: string;
  home: string;
}

/** What a person's ssh would do for a destination, as far as it matters here: ssh_config(5). */
export interface PersonHost {
  /** As the person named it. */
  alias: string;
  host: string;
  port: number;
  user: string;
  identityFiles: string[];
  certificateFiles: string[];
  /** Offer only the files, not what else the agent holds. */
  identitiesOnly: boolean;
  /** A socket, `none`, or undefined for SSH_AUTH_SOCK. */
  identityAgent: string | undefined;
  knownHostsFiles: string[];
  /** The name to look for in known_hosts. */
  hostKeyAlias: string | undefined;
  /** The first key seen is trusted. */
  acceptNew: boolean;
  /** Destinations to go through, in order. */
  jumps: string[];
  /** Set when the way there is a command, which is not run. */
  proxyCommand: string | undefined;
}

export interface Destination {
  user: string | undefined;
  host: string;
  port: number | undefined;
}

/** `[user@]host[:port]`, `ssh://` in front allowed; an IPv6 address with a port stands in brackets. */
export function parseDestination(text: string): Destination {
  const match = /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:@]+)|([^@]*:[^@]*:[^@]*?))(?::(\d+))?\/?$/.exec(text);
  const host = match?.[2] ?? match?.[3] ?? match?.[4];
  if (host === undefined || host.startsWith('-')) {
    throw new Error(`${text}: user@host or user@host:port is expected`);
  }
  return { user: match?.[1], host, port: match?.[5] === undefined ? undefined : Number(match[5]) };
}

const systemConfig = '/etc/ssh/ssh_config';
const systemKnownHosts = '/etc/ssh/ssh_known_hosts';
const defaultIdentities = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const deepestInclude = 16;

/** Reads ~/.ssh/config and the system's, which counts less. `Match exec` is left out: no command is run. */
export async function personHost(destination: string, person: Person): Promise<PersonHost> {
  const given = parseDestination(destination);
  const user = await readConfig(path.join(person.home, '.ssh', 'config'), path.join(person.home, '.ssh'), person, 0);
  const system = await readConfig(systemConfig, path.dirname(systemConfig), person, 0);
  // A section of the person's must not swallow what the system's file says of all.
  const computed = SSHConfig.parse(`${user}\nHost *\n${system}`).compute(
    { Host: given.host, ...(given.user === undefined ? {} : { User: given.user }) },
    { ignoreCase: true, matchExec: false }
  ) as Record<string, string | string[] | undefined>;

  const one = (name: string): string | undefined => [computed[name]].flat()[0];
  const many = (name: string): string[] => [computed[name] ?? []].flat();
  const alias = given.host;
  const host = one('hostname')?.replace(/%h/g, alias).replace(/%%/g, '%') ?? alias;
  const port = given.port ?? Number(one('port') ?? 22);
  const name = given.user ?? one('user') ?? person.name;
  const expand = (text: string): string =>
    text
      .replace(/^~(?=\/|$)/, person.home)
      .replace(
        /%([%dhnpru])/g,
        (_, token: string) =>
          ({ '%': '%', d: person.home, h: host, n: alias, p: String(port), r: name, u: person.name })[token] ?? ''
      );
  const files = (names: readonly string[]): string[] => names.filter((file) => file !== 'none').map(expand);

  const identities = many('identityfile');
  const known = many('userknownhostsfile');
  const agent = one('identityagent');
  const command = one('proxycommand');
  // What people wrote before there was ProxyJump.
  const forwarded = /^ssh\s+(?:-q\s+)?-W\s+"?%h:%p"?\s+(\S+)$/.exec(command ?? '')?.[1];
  const jump = one('proxyjump') ?? forwarded;
  return {
    alias,
    host,
    port,
    user: name,
    identityFiles: files(
      identities.length > 0 ? identities : defaultIdentities.map((file) => path.join(person.home, '.ssh', file))
    ),
    certificateFiles: files(many('certificatefile')),
    identitiesOnly: one('identitiesonly')?.toLowerCase() === 'yes',
    identityAgent: agent === undefined || agent === 'SSH_AUTH_SOCK' ? undefined : expand(agent),
    knownHostsFiles: [
      ...files(known.length > 0 ? known : ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
      systemKnownHosts,
    ],
    hostKeyAlias: one('hostkeyalias'),
    acceptNew: ['no', 'off', 'accept-new'].includes(one('stricthostkeychecking')?.toLowerCase() ?? ''),
    jumps: jump === undefined || jump === 'none' ? [] : jump.split(',').map((hop) => hop.trim()),
    proxyCommand: command === undefined || command === 'none' || jump !== undefined ? undefined : command,
  };
}

/** The text of an ssh_config with everything it includes in place. */
export const readWithIncludes = (file: string, person: Person): Promise<string> => readConfig(file, path.dirname(file), person, 0);

/** A file's text with its includes in place; one that is not there is empty. */
async function readConfig(file: string, base: string, person: Person, depth: number): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines: string[] = [];
  let section = 'Host *';
  for (const line of text.split(/\r?\n/)) {
    const include = /^\s*Include\s*[\s=]\s*(.+?)\s*$/i.exec(line)?.[1];
    if (/^\s*(Host|Match)\b/i.test(line)) {
      section = line;
    }
    if (include === undefined) {
      lines.push(line);
    } else if (depth < deepestInclude) {
      for (const included of await expandInclude(include, base, person)) {
        lines.push(await readConfig(included, base, person, depth + 1));
      }
      // Sections of the included file end with it.
      lines.push(section);
    }
  }
  return lines.join('\n');
}

/** Names of an Include: relative to ~/.ssh (or /etc/ssh), with wildcards in the last part, in order. */
async function expandInclude(names: string, base: string, person: Person): Promise<string[]> {
  const found: string[] = [];
  for (const name of names.match(/"[^"]+"|\S+/g) ?? []) {
    const full = path.resolve(base, name.replace(/^"|"$/g, '').replace(/^~(?=\/)/, person.home));
    if (/[*?]/.test(path.basename(full))) {
      const pattern = new RegExp(
        `^${path
          .basename(full)
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replace(/\*/g, '.*')
          .replace(/\?/g, '.')}$`
      );
      const entries = await readdir(path.dirname(full)).catch(() => []);
      found.push(
        ...entries
          .filter((entry) => pattern.test(entry))
          .sort()
          .map((entry) => path.join(path.dirname(full), entry))
      );
    } else {
      found.push(full);
    }
  }
  return found;
}
