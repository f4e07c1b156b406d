import type { z } from 'zod';

/** An issue of zod's as a person would say it: a field that is not there is missing, not of the type undefined. */
export const issueText = ({ code, message }: z.core.$ZodIssue): string => (code === 'invalid_type' && message.endsWith('received undefined') ? 'is missing' : message);
