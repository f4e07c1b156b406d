import type { Shell } from '../shell.ts';

export interface Finding {
  level: 'ok' | 'warning' | 'failure';
  /** What was looked at. */
  about: string;
  text: string;
  /** What to do. */
  advice?: string;
}

/** One subject doctor looks at. It changes nothing; what it can not look at is a finding too. */
export type Check = (shell: Shell) => Promise<Finding[]>;
