import { canMakeUsers, createSystemUser, type SystemUser } from './systemUser.ts';

/**
 * An ordinary user with bash to log in as, where one can be made: what root's own .bashrc does at every channel is no
 * business of a test. `remove()` in afterAll.
 */
export function loginUser(): { options: { user?: string }; remove(): void } {
  const user: SystemUser | undefined = canMakeUsers ? createSystemUser('/bin/bash') : undefined;
  return { options: user === undefined ? {} : { user: user.name }, remove: () => user?.remove() };
}
