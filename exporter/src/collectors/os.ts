import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';

const files = ['/etc/os-release', '/usr/lib/os-release'] as const;
const labels =
  'build_id id id_like image_id image_version name pretty_name variant variant_id version version_codename version_id'.split(
    ' '
  );

/** os-release(5): shell-like assignments, the value bare or in quotes. */
export function osRelease(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^\s*(?:export\s+)?([A-Za-z0-9_]+)=(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) {
      const [, quote, inner = ''] = /^(["'])(.*)\1$/.exec(value) ?? [];
      values.set(key, quote === undefined ? value : quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner);
    }
  }
  return values;
}

/** Which distribution runs. */
export const os: Collector = {
  name: 'os',
  reads: files.map((path) => ({ path, tier: 'static' })),
  collect(snapshot) {
    const text = files.map((path) => snapshot.read(path)).find((found) => found !== undefined);
    if (text === undefined) {
      return undefined;
    }
    const values = osRelease(text);
    const known = Object.fromEntries(labels.map((label) => [label, values.get(label.toUpperCase()) ?? '']));
    const families: Family[] = [
      {
        type: 'gauge',
        name: 'node_os_info',
        help: 'The distribution, by os-release; always 1.',
        samples: [{ labels: known, value: 1 }],
      },
    ];
    const version = Number(/^\d+\.?\d*/.exec(values.get('VERSION_ID') ?? '')?.[0] ?? 0);
    if (version > 0) {
      const { id = '', id_like = '', name = '' } = known;
      const samples = [{ labels: { id, id_like, name }, value: version }];
      families.push({
        type: 'gauge',
        name: 'node_os_version',
        help: 'Version of the distribution, as a number.',
        samples,
      });
    }
    const end = values.get('SUPPORT_END');
    if (end !== undefined && end !== '') {
      const seconds = /^\d{4}-\d\d-\d\d$/.test(end) ? Date.parse(`${end}T00:00:00Z`) / 1000 : NaN;
      if (Number.isNaN(seconds)) {
        throw new Error(`os-release: SUPPORT_END is no date: ${end}`);
      }
      families.push(
        single('gauge', 'node_os_support_end_timestamp_seconds', 'When support of the distribution ends.', seconds)
      );
    }
    return families;
  },
};
