import type { RequestHandler } from 'express';
import { Failure } from '../errors.ts';

const control = /[\u0000-\u001f\u007f]/;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a request's address could mean another place to somebody on the way: proxies decode and clean paths differently
 * (Grafana's app proxy decodes once and does not clean), so dot segments, empty segments, backslashes and control characters
 * are refused in each form they can be written in.
 */
export function isUnsafe(url: string): boolean {
  const [path = '', query = ''] = url.split('?', 2);
  if (!path.startsWith('/') || /%00/.test(query)) {
    return true;
  }
  let form: string | undefined = path;
  for (let round = 0; round < 4; round += 1) {
    if (control.test(form) || /[\\#]/.test(form) || form.includes('//') || form.split('/').some((segment) => segment === '.' || segment === '..')) {
      return true;
    }
    const next = decoded(form);
    if (next === undefined || next === form) {
      return next === undefined;
    }
    form = next;
  }
  return true;
}

export const pathGuard: RequestHandler = (request, _response, next) => {
  next(isUnsafe(request.originalUrl) ? new Failure('bad_path') : undefined);
};
