import type { z } from 'zod';
import type { FieldError } from '../../../contract/errors.ts';
import { issueText, plainIssues } from '../../../contract/issueText.ts';

type Issue = z.core.$ZodIssue;

const place = (prefix: string, path: readonly PropertyKey[]): string => [prefix, ...path.map(String)].filter((part) => part !== '').join('.');

/** zod's issues as `details` of bad_request: one entry for each wrong or unknown field. */
export function fieldErrors(issues: readonly Issue[], prefix = ''): FieldError[] {
  return issues.flatMap(plainIssues).flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: place(prefix, [...issue.path, key]), message: 'no such field' }));
    }
    return [{ field: place(prefix, issue.path), message: issueText(issue) }];
  });
}
