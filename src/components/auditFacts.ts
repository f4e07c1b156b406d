import { fieldLabel, fieldWords } from './fieldLabel';

/** One thing that an entry of the audit log tells, in a reader's words. */
export interface AuditFact {
  /** Where it stands: "Port", or "Steps › 2 › wait minutes". */
  label: string;
  /** What it became, or is. Absent: it was removed. */
  now?: string;
  /** What it was before; absent where nothing is told of that. */
  before?: string;
}

type Details = Record<string, unknown>;

const isRecord = (value: unknown): value is Details => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value: unknown) => typeof value !== 'object' || value === null;

/** Their names were given by people, and stay as they are. */
const named = new Set(['tags', 'values', 'labels']);

const plainText = (value: unknown) => (value === null || value === undefined ? 'none' : value === '' ? 'empty' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));

/** What stands in one line: a single value, a list of such, tags. Undefined: it has parts that are told one by one. */
function lineText(name: string, value: unknown): string | undefined {
  if (isPlain(value)) {
    return plainText(value);
  }
  if (Array.isArray(value)) {
    return value.every(isPlain) ? value.map(plainText).join(', ') || 'none' : undefined;
  }
  const parts = Object.entries(value as Details);
  if (parts.length === 0) {
    return 'none';
  }
  return named.has(name) && parts.every(([, part]) => isPlain(part)) ? parts.map(([key, part]) => `${key}=${String(part)}`).join(', ') : undefined;
}

/** Every value with where it stands; nested objects and lists are gone through. */
function flatten(details: Details, path: string[] = []): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(details)) {
    const here = [...path, fieldWords(name)];
    const text = lineText(name, value);
    if (text !== undefined) {
      found.set(fieldLabel(here), text);
      continue;
    }
    const parts = Array.isArray(value) ? Object.fromEntries(value.map((one, at) => [String(at + 1), one])) : (value as Details);
    flatten(parts, here).forEach((inner, where) => found.set(where, inner));
  }
  return found;
}

/** What differs; of what is only told before or only after, all. */
function differences(before: Details, after: Details): AuditFact[] {
  const [from, to] = [flatten(before), flatten(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((where) => from.get(where) !== to.get(where))
    .map((where) => ({ label: where, ...(from.has(where) ? { before: from.get(where) as string } : {}), ...(to.has(where) ? { now: to.get(where) as string } : {}) }));
}

/**
 * The details of an entry, flat: `{ changed: { port: { from, to } } }` of a server, `{ before, after }` of other records,
 * `{ before }` of what was deleted, or what an act tells of itself.
 */
export function auditFacts(details: Details): AuditFact[] {
  const { changed, before, after } = details;
  const fields = isRecord(changed) ? Object.entries(changed) : [];
  const side = (end: 'from' | 'to') => Object.fromEntries(fields.flatMap(([name, change]) => (isRecord(change) && end in change ? [[name, change[end]]] : [])));
  const plain = (told: Details): AuditFact[] => [...flatten(told)].map(([where, now]) => ({ label: where, now }));
  const record = isRecord(before) && isRecord(after) ? differences(before, after) : [before, after].filter(isRecord).flatMap(plain);
  const rest = Object.entries(details).filter(([name, value]) => !(['changed', 'before', 'after'].includes(name) && isRecord(value)));
  return [...differences(side('from'), side('to')), ...record, ...plain(Object.fromEntries(rest))];
}

/** One fact as a line of text. */
export const factText = ({ label, before, now }: AuditFact) => `${label}: ${before === undefined ? '' : `${before} → `}${now ?? 'removed'}`;
