import { z } from 'zod';
import { ApiError } from '../../contract/client.ts';
import { ErrorReply, type FieldError } from '../../contract/errors.ts';

/** Codes that only the way to the exporter can answer, beside those of the contract. */
const transportErrors = {
  unreachable: 'Grafana can not reach the exporter. Check that it runs, and its address in the configuration of the app.',
  no_permission: 'Your role in Grafana does not allow this.',
  signed_out: 'Your session in Grafana has ended. Sign in again.',
  offline: 'This browser can not reach Grafana.',
  unexpected: 'The answer is not one that the exporter gives. Check the address in the configuration of the app.',
} as const;

const FieldErrors = z.array(z.object({ field: z.string(), message: z.string() })) satisfies z.ZodType<FieldError[]>;

/** What is wrong with each field, as the exporter tells it: `body.name` is the form's `name`. */
export const fieldErrors = ({ details }: Pick<ApiError, 'details'>): FieldError[] =>
  (FieldErrors.safeParse(details).data ?? []).map(({ field, message }) => ({ field: field.replace(/^(body|query|params)\./, ''), message }));

/** The words of a refused request are the same for all of them; what is wrong stands in the details. */
function withFields({ code, message, details }: ErrorReply): string {
  const fields = code === 'bad_request' ? fieldErrors({ details }) : [];
  return fields.length === 0 ? message : fields.map(({ field, message: why }) => `${field}: ${why}`).join('; ');
}

const transport = (status: number, code: keyof typeof transportErrors) => new ApiError(status, code, transportErrors[code]);

/**
 * Turns a refused request into one coded error. Grafana's proxy answers 502 without a body when nothing listens at the
 * exporter's address, and its own words (no `code`) when the route is closed to the person.
 */
export function apiError(status: number, data: unknown): ApiError {
  const coded = ErrorReply.safeParse(data);
  if (coded.success) {
    return new ApiError(status, coded.data.code, withFields(coded.data), coded.data.details);
  }
  if (status === 502 || status === 504) {
    return transport(status, 'unreachable');
  }
  if (status === 403) {
    return transport(status, 'no_permission');
  }
  if (status === 401) {
    return transport(status, 'signed_out');
  }
  return transport(status, status === 0 || status === undefined ? 'offline' : 'unexpected');
}

/** Anything thrown, as a coded error: a reply that breaks the contract is `unexpected`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  return new ApiError(0, 'unexpected', transportErrors.unexpected, error instanceof Error ? error.message : error);
}

/** The exporter itself is out of reach or refuses the app's token: nothing on any page can work. */
export const isOutage = (error: ApiError) => ['unreachable', 'unauthorized', 'scope_missing', 'store_unavailable'].includes(error.code);
