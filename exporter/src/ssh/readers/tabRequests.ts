import type { ReadPlan } from '../session.ts';
import type { Request } from './program.ts';

/** Encodes plans as tab-separated paths, links marked by `>`; equal plans are the same object and encoded once, for all servers. */
export function tabRequests(isSendable: (path: string) => boolean, withLinks: boolean): (plan: ReadPlan) => Request {
  const known = new WeakMap<ReadPlan, Request>();
  return (plan) => {
    const cached = known.get(plan);
    if (cached !== undefined) {
      return cached;
    }
    const files = plan.files.filter(isSendable);
    const links = withLinks ? plan.links.filter(isSendable) : [];
    const text = [...files, ...links.map((path) => `>${path}`)].map((path) => `\t${path}`).join('');
    const request = { text, files, links };
    known.set(plan, request);
    return request;
  };
}
