import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { Role } from '../../../contract/endpoint.ts';
import type { TokenKind } from '../../../contract/token.ts';
import { mayAct, type Actor } from '../actor.ts';
import { Failure } from '../errors.ts';
import { grafanaCaller } from './grafanaCaller.ts';
import { remoteAddress } from './remoteAddress.ts';

/** Looks a token up by its hash; undefined for one that is unknown, revoked or expired. */
export type CheckToken = (token: string, from: string) => Promise<{ name: string; kind: TokenKind; role: Role } | undefined>;

/** Who sends this request; rejects with a Failure of status 403, never 401 (a browser or Grafana would take that for its own login). */
export type Authenticate = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => Promise<Actor>;

/** What an endpoint that is open to everyone calls its caller. */
export const stranger = (from: string): Actor => ({ name: 'anonymous', role: 'viewer', from });

export function createAuthenticate(checkToken: CheckToken, trusted: BlockList): Authenticate {
  return async (request) => {
    const bearer = /^Bearer ([!-~]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
    const from = remoteAddress(request, trusted);
    const token = bearer === undefined ? undefined : await checkToken(bearer, from);
    switch (token?.kind) {
      case undefined:
        throw new Failure('unauthorized');
      case 'grafana': {
        const { login, role } = grafanaCaller(request.headers);
        return { name: `grafana:${login}`, role, from, kind: 'grafana' };
      }
      case 'datasource':
        // Every Viewer reaches every path of a data source, and the context header can be forged there: neither counts.
        return { name: `token:${token.name}`, role: 'viewer', from, kind: 'datasource' };
      case 'direct':
        return { name: `token:${token.name}`, role: token.role, from, kind: 'direct' };
    }
  };
}

export function demand(actor: Actor, least: Role): void {
  if (!mayAct(actor.role, least)) {
    throw new Failure('forbidden', { message: `This needs the role ${least}; you are ${actor.role}.` });
  }
}
