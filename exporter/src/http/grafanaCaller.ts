import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from '../../../contract/endpoint.ts';
import { Failure } from '../errors.ts';

const roles: Record<string, Role> = { view: 'viewer', operate: 'operator', admin: 'admin' };

/** Go writes header bytes as they are; Node reads them as latin1. */
function loginOf(context: string | string[] | undefined): string | undefined {
  if (typeof context !== 'string') {
    return undefined;
  }
  try {
    const person: unknown = JSON.parse(Buffer.from(context, 'latin1').toString('utf8'));
    const login = (person as { Login?: unknown; login?: unknown } | null)?.Login ?? (person as { login?: unknown } | null)?.login;
    return typeof login === 'string' && login !== '' ? login.slice(0, 190) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Who sends a request through the app's proxy. Grafana injects the scope of the matched route and the person's context; a client
 * can make it drop either (`Connection: X-Shellwatch-Scope`) but change none, so one that is missing or unknown is refused.
 */
export function grafanaCaller(headers: IncomingHttpHeaders): { login: string; role: Role } {
  const scope = headers['x-shellwatch-scope'];
  const role = typeof scope === 'string' && Object.hasOwn(roles, scope) ? roles[scope] : undefined;
  const login = loginOf(headers['x-grafana-context']);
  if (role === undefined || login === undefined) {
    throw new Failure('scope_missing');
  }
  return { login, role };
}
