import { ApiError } from '../../../../contract/client.ts';
import { UsageError } from '../shell.ts';

/** Why the service could not be asked: it does not answer, or there is no token to ask with. Anything else is thrown on. */
export function notReached(error: unknown): string {
  if (error instanceof ApiError || error instanceof UsageError) {
    return error.message;
  }
  throw error;
}
