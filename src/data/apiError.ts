import { ApiError } from '../../contract/client.ts';
import { ErrorReply } from '../../contract/errors.ts';

/** Codes that only the way to the exporter can answer, beside those of the contract. */
export const transportErrors = {
  unreachable: 'Grafana can not reach the exporter. Check that it runs, and its address in the configuration of the app.',
  no_permission: 'Your role in Grafana does not allow this.',
  signed_out: 'Your session in Grafana has ended. Sign in again.',
  offline: 'This browser can not reach Grafana.',
  unexpected: 'The answer is not one that the exporter gives. Check the address in the configuration of the app.',
} as const;

const transport = (status: number, code: keyof typeof transportErrors) => new ApiError(status, code, transportErrors[code]);

/**
 * Turns a refused request into one coded error. Grafana's proxy answers 502 without a body when nothing listens at the
 * exporter's address, and its own words (no `code`) when the route is closed to the person.
 */
export function apiError(status: number, data: unknown): ApiError {
  const coded = ErrorReply.safeParse(data);
  if (coded.success) {
    return new ApiError(status, coded.data.code, coded.data.message, coded.data.details);
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
