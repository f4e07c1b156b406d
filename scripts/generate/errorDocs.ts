import { errors } from '../../contract/errors.ts';
import { statusReasons } from '../../contract/status.ts';
import type { Generator } from '../generate.ts';
import { table, withSections } from './section.ts';

/** The tables of docs/troubleshooting.md: every error code and every reason of a server that is not up. */
export const errorDocs: Generator = async () => {
  const codes = Object.entries(errors).map(([code, { status, message }]) => [`\`${code}\``, String(status), message]);
  const reasons = Object.entries(statusReasons).map(([reason, message]) => [`\`${reason}\``, message]);
  return [
    await withSections('docs/troubleshooting.md', {
      reasons: table(['reason', 'what it means and what to do'], reasons),
      errors: table(['code', 'HTTP status', 'what it means and what to do'], codes),
    }),
  ];
};
