import type { Polled } from '../poll/events.ts';

export interface ReportFacts {
  polled: Polled;
  url: string;
  adminTokenFile: string | undefined;
  interval: string;
}

/** What the demo says once it read its first values. */
export function report({ polled: { name, families, durationMs }, url, adminTokenFile, interval }: ReportFacts): string {
  const samples = families.reduce((sum, family) => sum + family.samples.length, 0);
  const pages = [
    ['/', 'the fleet'],
    [`/probe?target=${name}`, `what Prometheus scrapes: ${name}, as node_exporter would tell it`],
    ['/metrics', "all servers, and the exporter's own"],
    ['/sd', 'service discovery for Prometheus (prometheus/prometheus.yml)'],
    ['/docs', 'the API'],
  ] as const;
  const width = Math.max(...pages.map(([page]) => page.length)) + 3;
  const list = pages.map(([page, what]) => `  ${url}${page.padEnd(width)}${what}`).join('\n');
  return `
Read ${families.length} families, ${samples} samples from ${name} (this machine, over SSH) in ${durationMs} ms; from now on every ${interval}.

${list}

Add a real server; its host key's fingerprint is shown for you to compare:

  npm run -s shellwatch -- servers add NAME USER@HOST --key ~/.ssh/id_ed25519
${adminTokenFile === undefined ? '' : `\nThe API's admin token is in ${adminTokenFile}.\n`}
Ctrl-C ends it all.
`;
}
