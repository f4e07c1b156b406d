import { Failure } from '../../errors.ts';

/** A value that is well formed, but can not be carried out. */
export const wrongField = (field: string, message: string): Failure => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });

/** A window that ends before it begins. */
export const turnedRound = (): Failure => wrongField('from', 'is not before to');

const unknown = {
  source: (id: string) => new Failure('log_source_not_found', { details: [{ field: 'source', message: `no log source has the id ${id}` }] }),
  server: (id: string) => new Failure('server_not_found', { details: [{ field: 'server', message: `no server has the id ${id}` }] }),
};

/** Throws for the first of the ids that is not there: what nobody knows is not an empty answer. */
export function requireKnown(kind: keyof typeof unknown, ids: readonly string[] | undefined, known: ReadonlyArray<{ id: string }>): void {
  const stranger = ids?.find((id) => !known.some((one) => one.id === id));
  if (stranger !== undefined) {
    throw unknown[kind](stranger);
  }
}
