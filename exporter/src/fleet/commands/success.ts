import type { CommandInput } from '../../../../contract/command.ts';
import { compilePattern } from '../pattern.ts';
import type { Outcome } from './execute.ts';

/** Whether a run that came to its own end did what it should. */
export function succeeded(success: CommandInput['success'], outcome: Pick<Outcome, 'exitCode' | 'stdout' | 'truncated'>): boolean {
  if (outcome.truncated) {
    return false;
  }
  return success.type === 'exit-code'
    ? outcome.exitCode !== null && success.codes.includes(outcome.exitCode)
    : compilePattern(success.pattern, 'success.pattern', { multiline: true }).test(outcome.stdout);
}
