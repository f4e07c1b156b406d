import type { Endpoint } from '../endpoint.ts';
import { errors, type ErrorCode } from '../errors.ts';

/** Every error code an endpoint can answer: its own and those that follow from its shape. */
export function errorCodes(row: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(['bad_path', ...(row.errors ?? []), 'internal', 'store_unavailable']);
  if (row.params !== undefined || row.query !== undefined || row.body !== undefined) {
    codes.add('bad_request');
  }
  if (row.body !== undefined) {
    (['bad_json', 'body_too_large', 'unsupported_media_type'] as const).forEach((code) => codes.add(code));
  }
  if (row.role !== 'open') {
    (['unauthorized', 'scope_missing'] as const).forEach((code) => codes.add(code));
  }
  if (row.role === 'operator' || row.role === 'admin') {
    codes.add('forbidden');
  }
  if (row.ifMatch) {
    (['precondition_required', 'precondition_failed'] as const).forEach((code) => codes.add(code));
  }
  return [...codes];
}

/** The codes of an endpoint by status, as OpenAPI knows one response per status. */
function codesByStatus(row: Endpoint): Map<number, ErrorCode[]> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodes(row)) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

const nameOf = (codes: readonly ErrorCode[]): string => codes.join('.');

/** References to the error responses of an endpoint; the same set of codes is one component. */
export const errorResponses = (row: Endpoint): Record<string, unknown> =>
  Object.fromEntries([...codesByStatus(row)].map(([status, codes]) => [String(status), { $ref: `#/components/responses/${nameOf(codes)}` }]));

/** The components those references name. */
export function errorComponents(rows: readonly Endpoint[]): Record<string, unknown> {
  const sets = new Map(rows.flatMap((row) => [...codesByStatus(row).values()]).map((codes) => [nameOf(codes), codes]));
  return Object.fromEntries(
    [...sets].map(([name, codes]) => [
      name,
      {
        description: codes.map((code) => `\`${code}\`: ${errors[code].message}`).join('\n\n'),
        content: {
          'application/json': {
            schema: { allOf: [{ $ref: '#/components/schemas/Error' }, { type: 'object', properties: { code: { type: 'string', enum: codes } } }] },
          },
        },
      },
    ])
  );
}
