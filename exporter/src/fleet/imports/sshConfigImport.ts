import SshConfig from 'ssh-config';
import { asName, type Candidate } from './candidate.ts';

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** `user@host:port` of a ProxyJump; only the last hop is the server's own, the ones before are that hop's. */
function lastHop(proxyJump: string | undefined): string | undefined {
  if (proxyJump === undefined || proxyJump === 'none') {
    return undefined;
  }
  const hop = proxyJump.split(',').at(-1) as string;
  return asName(hop.replace(/^ssh:\/\//, '').replace(/^[^@]*@/, '').replace(/:\d+$/, ''));
}

/**
 * Every Host without a pattern in an ssh_config(5); patterns give their settings to those they match.
 * `Include` must be resolved before (the CLI does so): here it is a problem of its own row.
 */
export function fromSshConfig(text: string): Candidate[] {
  const config = SshConfig.parse(text);
  const rows: Candidate[] = [];
  const seen = new Set<string>();
  for (const section of config) {
    if (section.type !== SshConfig.DIRECTIVE) {
      continue;
    }
    const row = rows.length + 1;
    if (section.param.toLowerCase() === 'include') {
      rows.push({ row, name: `Include ${String(section.value)}`, problem: 'Include is followed by the command line only: shellwatch servers import' });
      continue;
    }
    if (section.param.toLowerCase() !== 'host') {
      continue;
    }
    const names = (Array.isArray(section.value) ? section.value.map((value) => (typeof value === 'string' ? value : value.val)) : String(section.value).split(/\s+/)).filter((name) => !/[*?!]/.test(name));
    for (const alias of names) {
      if (seen.has(alias)) {
        continue;
      }
      seen.add(alias);
      const settings = Object.fromEntries(Object.entries(config.compute(alias)).map(([key, value]) => [key.toLowerCase(), first(value as string | string[])]));
      rows.push({
        row: rows.length + 1,
        name: asName(alias),
        host: (settings['hostname'] ?? alias).replaceAll('%h', alias),
        port: settings['port'] === undefined ? undefined : Number(settings['port']),
        username: settings['user'],
        jumpName: lastHop(settings['proxyjump']),
        identityFile: settings['identityfile'],
      });
    }
  }
  return rows;
}
