import { Failure } from '../errors.ts';

/** The ETag of a record's revision. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** Compares If-Match with what a record is now, so that two writers do not undo each other (RFC 9110, 13.1.1). */
export function requireRevision(ifMatch: string | undefined, revision: number): void {
  if (ifMatch === undefined) {
    throw new Failure('precondition_required');
  }
  const named = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!named.includes('*') && !named.includes(etagOf(revision))) {
    throw new Failure('precondition_failed', { details: { revision } });
  }
}
