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
}

const similar = 0.6;
/** Longer messages are told apart by their first words. */
const maxTokens = 64;
/** Most shapes of one beginning, and of all: what is like none of them is of the kind "anything that begins so". */
const maxAlike = 50;
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

/** The patterns that begin alike and are as long. */
interface Alike {
  keys: number[];
  /** Takes what has no place any more. */
  anything?: number;
}

/** Groups messages into patterns as they come, at a cost for each that has a bound. `add` returns the cluster's key, whose text `pattern` gives at the end. */
export function createTemplates() {
  const groups = new Map<string, Alike>();
  const clusters: Cluster[] = [];
  let beyond: number | undefined;

  const create = (tokens: string[]): number => clusters.push({ tokens }) - 1;

  function nearest({ keys }: Alike, tokens: readonly string[]): number | undefined {
    let best: number | undefined;
    let bestLikeness = similar;
    for (const key of keys) {
      const value = likeness((clusters[key] as Cluster).tokens, tokens);
      if (value >= bestLikeness) {
        best = key;
        bestLikeness = value;
      }
    }
    return best;
  }

  /** The cluster of a message that is like none. */
  function place(alike: Alike | undefined, groupKey: string, tokens: string[]): number {
    if (alike !== undefined && (alike.anything !== undefined || alike.keys.length >= maxAlike)) {
      return (alike.anything ??= create(tokens));
    }
    if (clusters.length >= maxClusters) {
      return (beyond ??= create([wildcard]));
    }
    const key = create(tokens);
    groups.set(groupKey, { keys: [...(alike?.keys ?? []), key] });
    return key;
  }

  return {
    add(message: string): number {
      const tokens = mask(message).split(/\s+/, maxTokens);
      const groupKey = `${tokens.length} ${tokens[0]?.includes(wildcard) ? wildcard : tokens[0]}`;
      const alike = groups.get(groupKey);
      const key = (alike === undefined ? undefined : nearest(alike, tokens)) ?? place(alike, groupKey, tokens);
      const cluster = clusters[key] as Cluster;
      if (key !== beyond) {
        cluster.tokens = cluster.tokens.map((token, index) => (token === tokens[index] ? token : wildcard));
      }
      return key;
    },
    pattern: (key: number): string => (clusters[key] as Cluster).tokens.join(' '),
  };
}
