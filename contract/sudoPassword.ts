import { z } from 'zod';
import { endpoint, IdParams } from './endpoint.ts';

export const SudoPasswordState = z
  .object({ set: z.boolean(), fallsBack: z.boolean().describe("The login's own password is used when none is set") })
  .meta({ id: 'SudoPasswordState' });
export type SudoPasswordState = z.infer<typeof SudoPasswordState>;

export const SudoPasswordInput = z
  .strictObject({ password: z.string().min(1).max(1024).regex(/^[^\r\n\u0000]+$/, 'one line').nullable().describe('null forgets it; it goes in and never comes out') })
  .meta({ id: 'SudoPasswordInput' });

/** For commands with sudo on servers where `sudo -n` is not enough. */
export const sudoPasswordEndpoints = {
  getSudoPassword: endpoint({ method: 'GET', path: '/servers/{id}/sudo-password', role: 'operator', tag: 'servers', summary: 'Whether a password for sudo is stored', params: IdParams, reply: SudoPasswordState, errors: ['server_not_found'] }),
  putSudoPassword: endpoint({ method: 'PUT', path: '/servers/{id}/sudo-password', role: 'admin', tag: 'servers', summary: 'Store or forget the password for sudo', params: IdParams, body: SudoPasswordInput, reply: SudoPasswordState, errors: ['server_not_found'] }),
};
