import { loginUser as makeUser } from '../../exporter/test/loginUser.ts';
import { atEnd } from './atEnd.ts';

let login: ReturnType<typeof makeUser> | undefined;

/** Who logs in, the same for all rows: an ordinary user with bash, as on most servers. */
export function loginUser(): { user?: string } {
  if (login === undefined) {
    const made = makeUser();
    atEnd(() => Promise.resolve(made.remove()));
    login = made;
  }
  return login.options;
}
