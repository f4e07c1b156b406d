import type { Role } from '../../contract/endpoint.ts';
import type { TokenKind } from '../../contract/token.ts';

/** Who asks: from the token, and from Grafana's context header when the token is the app's. */
export interface Actor {
  /** `token:NAME`, `grafana:LOGIN`, `telegram:USER`, `cli`, `schedule`, `system`. */
  name: string;
  role: Role;
  /** Remote address, for the audit log. */
  from: string;
  /** The kind of token, when there is one. */
  kind?: TokenKind;
  /** The request this is part of, for the audit log. */
  requestId?: string;
}

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Whether a role may do what needs `least`; each role includes the ones before it. */
export const mayAct = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];
