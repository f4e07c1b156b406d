import type { Endpoint, ParsedOf, ReplyInputOf } from '../../../contract/endpoint.ts';
import type { Actor } from '../actor.ts';

export type { Actor } from '../actor.ts';

export interface RequestContext {
  actor: Actor;
  requestId: string;
  /** The If-Match header as it was sent, when the endpoint asks for one: `"REVISION"`. */
  ifMatch: string | undefined;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
  /** Tells something before the reply, to a client that listens for it; the row's `tells` says what. */
  tell: (item: unknown) => void;
}

/** The code behind one row of the endpoint table: parsed input in, reply out; failures are thrown as `Failure`. */
export type Handler<E> = (input: ParsedOf<E> & RequestContext) => Promise<ReplyInputOf<E>> | ReplyInputOf<E>;

/** One handler for each row of a table, checked by the compiler. */
export type Handlers<Table extends Record<string, Endpoint>> = { [K in keyof Table]: Handler<Table[K]> };
