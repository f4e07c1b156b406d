/**
 * What varies between messages of one kind. The order matters: longer shapes come first, so that a UUID is not taken for numbers.
 * After Drain (He et al., ICWS 2017): variables are masked first, then messages are grouped by token count and leading tokens.
 */
const masks: ReadonlyArray<[RegExp, string]> = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<*>'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, '<*>'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, '<*>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<*>'],
  [/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+\b/g, '<*>'],
  [/\b0x[0-9a-f]+\b/gi, '<*>'],
  [/"[^"]*"/g, '"<*>"'],
  [/'[^']*'/g, "'<*>'"],
  [/\b[0-9a-f]{12,}\b/gi, '<*>'],
  [/(?<![\w])[-+]?\d+(?:[.,:]\d+)*(?:%|[a-zA-Z]{1,3}\b)?/g, '<*>'],
];

const maxChars = 1000;

/** A message with its variable parts as <*>. */
export function mask(message: string): string {
  return masks.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message.slice(0, maxChars).split('\n', 1)[0] as string);
}

interface Cluster {
  tokens: string[];
  count: number;
}

const similar = 0.6;
const maxClusters = 5000;
const wildcard = '<*>';

function likeness(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  for (let index = 0; index < a.length; index += 1) {
    if (a[index] === b[index] && a[index] !== wildcard) {
      same += 1;
    } else if (a[index] === wildcard || b[index] === wildcard) {
      same += 0.5;
    }
  }
  return same / a.length;
}

/** Groups messages into patterns as they come. `add` returns the cluster's key, whose text `pattern` gives at the end. */
export function createTemplates() {
  const buckets = new Map<string, number[]>();
  const clusters: Cluster[] = [];

  return {
    add(message: string): number {
      const tokens = mask(message).split(/\s+/);
      const bucketKey = `${tokens.length} ${tokens[0]?.includes(wildcard) ? wildcard : tokens[0]}`;
      const bucket = buckets.get(bucketKey) ?? [];
      let best = -1;
      let bestLikeness = similar;
      for (const index of bucket) {
        const value = likeness((clusters[index] as Cluster).tokens, tokens);
        if (value >= bestLikeness) {
          best = index;
          bestLikeness = value;
        }
      }
      if (best < 0) {
        if (clusters.length >= maxClusters) {
          return clusters.length - 1;
        }
        best = clusters.push({ tokens, count: 0 }) - 1;
        buckets.set(bucketKey, [...bucket, best]);
      }
      const cluster = clusters[best] as Cluster;
      cluster.count += 1;
      cluster.tokens = cluster.tokens.map((token, index) => (token === tokens[index] ? token : wildcard));
      return best;
    },
    pattern: (key: number): string => (clusters[key] as Cluster).tokens.join(' '),
  };
}
