import type { Endpoint, ParsedOf, ReplyInputOf, Role } from '../../../contract/endpoint.ts';

/** Who asks: from the token, and from Grafana's context header when the token is the app's. */
export interface Actor {
  /** `token:NAME`, `grafana:LOGIN`, `telegram:USER`, `cli`, `system`. */
  name: string;
  role: Role;
  /** Remote address, for the audit log. */
  from: string;
}

export interface RequestContext {
  actor: Actor;
  requestId: string;
  /** The If-Match header, when the endpoint asks for one. */
  ifMatch: string | undefined;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
}

/** The code behind one row of the endpoint table: parsed input in, reply out; failures are thrown as `Failure`. */
export type Handler<E> = (input: ParsedOf<E> & RequestContext) => Promise<ReplyInputOf<E>> | ReplyInputOf<E>;

/** One handler for each row of a table, checked by the compiler. */
export type Handlers<Table extends Record<string, Endpoint>> = { [K in keyof Table]: Handler<Table[K]> };
