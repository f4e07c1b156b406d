import type { z } from 'zod';
import { CommandInput, type Command } from '../../../contract/command.ts';

/** The editor's state: what will be sent, before the contract has looked at it. */
export type CommandDraft = z.input<typeof CommandInput>;

export const emptyDraft: CommandDraft = { name: '', script: '', interpreter: 'sh', timeout: '30s', schedule: { type: 'none' }, parameters: [], extractions: [], runRole: 'operator', selector: null };

const fields = Object.keys(CommandInput.shape) as Array<keyof CommandInput>;

/** The part of a saved command that an editor may send back. */
export const draftOf = (command: Command): CommandDraft => Object.fromEntries(fields.map((field) => [field, command[field]])) as CommandDraft;

export type Problems = Record<string, string>;

/** The contract's rules by the path of the field: `name`, `parameters.0.name`, `extractions.1.pattern`. */
export function draftProblems(draft: CommandDraft): Problems {
  const checked = CommandInput.safeParse(draft);
  const found: Problems = {};
  for (const { path, message } of checked.error?.issues ?? []) {
    found[path.join('.')] ??= message.charAt(0).toUpperCase() + message.slice(1);
  }
  if (draft.name === '') {
    found['name'] = 'Enter a name.';
  }
  if (draft.script === '') {
    found['script'] = 'Write what to run.';
  }
  return found;
}
