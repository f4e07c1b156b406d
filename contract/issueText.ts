import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

const received = /, received (\w+)$/;
const ofType = (issue: Issue | undefined): issue is z.core.$ZodIssueInvalidType => issue?.code === 'invalid_type' && issue.path.length === 0;

/** A value that may be of several kinds: what is wrong with it as the one kind that it is; the issue itself when it is none, or more than one. */
export function plainIssues(issue: Issue): Issue[] {
  const near = issue.code === 'invalid_union' ? issue.errors.filter(([first]) => !ofType(first)) : [];
  // Where something inside is wrong, the value is of that kind by its outside.
  const inside = near.filter((issues) => issues.every(({ path }) => path.length > 0));
  const kind = near.length === 1 ? near[0] : inside.length === 1 ? inside[0] : undefined;
  return kind === undefined ? [issue] : kind.flatMap((inner) => plainIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

function unionText({ errors, message }: UnionIssue): string {
  const kinds = errors.map(([first]) => first).filter(ofType);
  const what = received.exec(kinds[0]?.message ?? '')?.[1];
  const own = message === 'Invalid input' ? undefined : message;
  if (kinds.length === 0 || kinds.length < errors.length || what === undefined) {
    return message;
  }
  if (what === 'undefined') {
    return own === undefined ? 'is missing' : `is missing: ${own}`;
  }
  return own ?? `Invalid input: expected ${kinds.map(({ expected }) => expected).join(' or ')}, received ${what}`;
}

/** An issue of zod's as a person would say it: a field that is not there is missing, not of the type undefined. */
export function issueText(issue: Issue): string {
  if (issue.code === 'invalid_union') {
    return unionText(issue);
  }
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'is missing' : issue.message;
}
