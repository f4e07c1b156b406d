import SshConfig from 'ssh-config';
import { parseDestination } from '../../ssh/opensshConfig.ts';
import { asName, type Candidate } from './candidate.ts';
import { createSshSettings, wordsOf } from './sshSettings.ts';

/** The server a ProxyJump leads through last; the hops before are that server's own way. Throws on what is no destination. */
function lastHop(proxyJump: string | undefined): { name: string; before: string | undefined } | undefined {
  if (proxyJump === undefined || proxyJump === 'none') {
    return undefined;
  }
  const hops = proxyJump.split(',').map((hop) => asName(parseDestination(hop.trim()).host));
  return { name: hops.at(-1) as string, before: hops.at(-2) };
}

/**
 * Every Host without a pattern in an ssh_config(5); patterns give their settings to those they match.
 * `Include` must be resolved before (the CLI does so): here it is a problem of its own row, as is a `Match` that asks this machine.
 */
export function fromSshConfig(text: string): Candidate[] {
  const config = SshConfig.parse(text);
  const settings = createSshSettings(config);
  const rows: Candidate[] = [];
  const add = (row: Omit<Candidate, 'row'>) => rows.push({ row: rows.length + 1, ...row });
  const before = new Map<string, string>();
  const seen = new Set<string>();

  const addHost = (alias: string): void => {
    const { hostname, port, user, proxyjump, identityfile } = settings.of(alias);
    const own = { name: asName(alias), host: (hostname ?? alias).replaceAll('%h', alias), port: port === undefined ? undefined : Number(port), username: user, identityFile: identityfile };
    try {
      const hop = lastHop(proxyjump);
      add({ ...own, jumpName: proxyjump === 'none' ? null : hop?.name });
      if (hop?.before !== undefined) {
        before.set(own.name, hop.before);
      }
    } catch (error) {
      add({ ...own, problem: `ProxyJump ${(error as Error).message}` });
    }
  };
  for (const section of config) {
    if (section.type !== SshConfig.DIRECTIVE) {
      continue;
    }
    if (/^include$/i.test(section.param)) {
      add({ name: `Include ${String(section.value)}`, problem: 'Include is followed by the command line only: shellwatch servers import' });
    } else if (settings.leftOut.has(section)) {
      add({ name: settings.leftOut.get(section) as string, problem: 'This Match is not followed: it asks for more than the name of the server' });
    } else if (/^host$/i.test(section.param)) {
      for (const alias of wordsOf(section.value).filter((name) => !/[*?!]/.test(name) && !seen.has(name))) {
        seen.add(alias);
        addHost(alias);
      }
    }
  }
  const jumpOf = new Map(rows.map((row) => [row.name, row.jumpName]));
  return rows.map((row) => {
    const wanted = before.get(row.name);
    return wanted === undefined || jumpOf.get(row.jumpName as string) === wanted ? row : { ...row, problem: `ProxyJump ${wanted},${row.jumpName}: ${row.jumpName} itself must have the ProxyJump ${wanted}` };
  });
}
