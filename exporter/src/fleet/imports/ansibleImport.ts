import { parse as parseYaml } from 'yaml';
import { asName, asTagName, type Candidate } from './candidate.ts';

type Vars = Record<string, string>;

const mostHosts = 10_000;
/** Nobody's inventory has one; expressions over a line may take time that grows with its square. */
const longestLine = 16_384;

/** `web[01:03].example.org` → three names; letters and steps too: `db-[a:c]`, `n[0:10:5]`. Throws when they are too many. */
export function expandRange(pattern: string): string[] {
  const found = /^(.*?)\[(\d{1,9}|[a-z]):(\d{1,9}|[a-z])(?::(\d{1,9}))?\](.*)$/i.exec(pattern);
  if (found === null) {
    return [pattern];
  }
  const [, before, from, to, by, after] = found as unknown as [string, string, string, string, string | undefined, string];
  const numeric = /^\d/.test(from);
  const [low, high] = numeric ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const step = Math.max(1, Number(by ?? 1));
  const ends = expandRange(after);
  const count = Math.max(0, Math.floor((high - low) / step) + 1);
  if (count * ends.length > mostHosts) {
    throw new Error(`${pattern.slice(0, 100)} means more than ${mostHosts} hosts`);
  }
  const middle = (value: number): string => (numeric ? String(value).padStart(from.startsWith('0') ? from.length : 1, '0') : String.fromCharCode(value));
  return Array.from({ length: count }, (_, index) => middle(low + index * step)).flatMap((one) => ends.map((end) => `${before}${one}${end}`));
}

/** `key=value key2="two words"` after a host or in a vars section. */
function pairs(text: string): Vars {
  const vars: Vars = {};
  for (const [, key, quoted, single, plain] of text.matchAll(/([\w.]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/g)) {
    vars[key as string] = quoted ?? single ?? plain ?? '';
  }
  return vars;
}

interface Group {
  hosts: Map<string, Vars>;
  vars: Vars;
  children: string[];
}

/** What an inventory tells: groups with hosts, variables and child groups. */
type Inventory = Map<string, Group>;

const groupOf = (inventory: Inventory, name: string): Group => {
  const group = inventory.get(name) ?? { hosts: new Map<string, Vars>(), vars: {}, children: [] };
  inventory.set(name, group);
  return group;
};

function readIni(text: string): Inventory {
  const inventory: Inventory = new Map();
  let [group, part] = ['ungrouped', 'hosts'];
  for (const raw of text.split('\n')) {
    if (raw.length > longestLine) {
      throw new Error(`a line is longer than ${longestLine} characters`);
    }
    const line = raw.replace(/(^|\s)[#;].*$/, '').trim();
    const section = /^\[([^\]:]+)(?::(\w+))?\]$/.exec(line);
    if (section !== null) {
      [group, part] = [section[1] as string, section[2] ?? 'hosts'];
      groupOf(inventory, group);
    } else if (line !== '' && part === 'children') {
      groupOf(inventory, group).children.push(line);
    } else if (line !== '' && part === 'vars') {
      Object.assign(groupOf(inventory, group).vars, pairs(line));
    } else if (line !== '') {
      const [named = '', ...rest] = line.split(/\s+/);
      const [, pattern, port] = /^(.*?[^:]):(\d+)$/.exec(named) ?? [null, named, undefined];
      for (const host of expandRange(pattern as string)) {
        groupOf(inventory, group).hosts.set(host, { ...(port === undefined ? {} : { ansible_port: port }), ...pairs(rest.join(' ')) });
      }
    }
  }
  return inventory;
}

const textVars = (value: unknown): Vars => Object.fromEntries(Object.entries((value ?? {}) as Record<string, unknown>).map(([key, one]) => [key, String(one)]));

function readYaml(text: string): Inventory {
  const inventory: Inventory = new Map();
  const walk = (name: string, value: unknown): void => {
    const group = groupOf(inventory, name);
    const { hosts, vars, children } = (value ?? {}) as { hosts?: Record<string, unknown>; vars?: unknown; children?: Record<string, unknown> };
    Object.assign(group.vars, textVars(vars));
    for (const [pattern, own] of Object.entries(hosts ?? {})) {
      for (const host of expandRange(pattern)) {
        group.hosts.set(host, textVars(own));
      }
    }
    for (const [child, inner] of Object.entries(children ?? {})) {
      group.children.push(child);
      walk(child, inner);
    }
  };
  for (const [name, value] of Object.entries((parseYaml(text) ?? {}) as Record<string, unknown>)) {
    walk(name, value);
  }
  return inventory;
}

/** Groups a host is in, the ones above them too, the nearest last. */
function groupsOf(above: ReadonlyMap<string, readonly string[]>, direct: readonly string[]): string[] {
  const names = new Set<string>();
  const visit = (name: string): void => {
    if (!names.has(name)) {
      names.add(name);
      above.get(name)?.forEach(visit);
      // Written again behind what is above it: with several ways up, the longest counts.
      names.delete(name);
      names.add(name);
    }
  };
  direct.forEach(visit);
  return [...names];
}

const jumpOf = (vars: Vars): string | undefined => {
  const text = `${vars['ansible_ssh_common_args'] ?? ''} ${vars['ansible_ssh_extra_args'] ?? ''}`;
  const hop = /(?:-J\s*|ProxyJump[= ])(\S+)/.exec(text)?.[1] ?? /ProxyCommand=.*?ssh\s+(?:-\S+\s+)*(?:\S+@)?([\w.-]+)/.exec(text)?.[1];
  return hop === undefined ? undefined : asName(hop.replace(/['"]/g, '').replace(/^[^@]*@/, '').replace(/:\d+$/, ''));
};

function candidates(inventory: Inventory): Candidate[] {
  const above = new Map<string, string[]>();
  const hosts = new Map<string, { direct: string[]; own: Vars }>();
  for (const [name, group] of inventory) {
    for (const child of group.children) {
      above.set(child, [...(above.get(child) ?? []), name]);
    }
    for (const [host, vars] of group.hosts) {
      const known = hosts.get(host) ?? { direct: [], own: {} };
      known.direct.push(name);
      hosts.set(host, { direct: known.direct, own: Object.assign(known.own, vars) });
    }
  }
  return [...hosts].map(([host, { direct, own }], index) => {
    const groups = groupsOf(above, direct);
    // Ansible: `all` first, then groups from the top down, the host's own last.
    const ordered = ['all', ...groups.filter((name) => name !== 'all')];
    const vars: Vars = Object.assign({}, ...ordered.map((name) => inventory.get(name)?.vars ?? {}), own);
    const telling = groups.filter((name) => name !== 'all' && name !== 'ungrouped');
    const port = vars['ansible_port'] ?? vars['ansible_ssh_port'];
    const password = vars['ansible_password'] ?? vars['ansible_ssh_pass'];
    return {
      row: index + 1,
      name: asName(host),
      host: vars['ansible_host'] ?? vars['ansible_ssh_host'] ?? host,
      port: port === undefined ? undefined : Number(port),
      username: vars['ansible_user'] ?? vars['ansible_ssh_user'],
      jumpName: jumpOf(vars),
      addTags: telling.length === 0 ? {} : { group: direct.find((name) => telling.includes(name)) ?? (telling[0] as string), ...Object.fromEntries(telling.map((name) => [`group_${asTagName(name)}`, 'true'])) },
      identityFile: vars['ansible_ssh_private_key_file'],
      ...(password === undefined || password.includes('{{') ? {} : { auth: { type: 'password' as const, password } }),
      ...(vars['ansible_connection'] !== undefined && !['ssh', 'smart', 'paramiko'].includes(vars['ansible_connection']) ? { problem: `not reached by SSH (ansible_connection=${vars['ansible_connection']})` } : {}),
    };
  });
}

export const fromAnsibleIni = (text: string): Candidate[] => candidates(readIni(text));
export const fromAnsibleYaml = (text: string): Candidate[] => candidates(readYaml(text));
