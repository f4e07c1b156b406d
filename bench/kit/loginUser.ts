import { canMakeUsers, createSystemUser, type SystemUser } from '../../exporter/test/systemUser.ts';
import { atEnd } from './atEnd.ts';

let user: SystemUser | undefined;

/**
 * Who logs in: an ordinary user with bash, as on most servers, and without what somebody's own .bashrc would add to every
 * channel. Without the right to make users it is the current one.
 */
export function loginUser(): { user?: string } {
  if (!canMakeUsers) {
    return {};
  }
  if (user === undefined) {
    const made = createSystemUser('/bin/bash');
    atEnd(() => Promise.resolve(made.remove()));
    user = made;
  }
  return { user: user.name };
}
