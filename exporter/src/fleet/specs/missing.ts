import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsOutput } from './output.ts';

type Missing = SpecsData['missing'][number];

/** What can not be told, and why. */
export interface MissingList {
  readonly list: Missing[];
  /** Only root may read it. */
  permission(field: string, path: string): void;
  noCommand(field: string, command: string, note?: string): void;
  notTold(field: string, message: string): void;
}

export function createMissing(): MissingList {
  const list: Missing[] = [];
  const add = (field: string, reason: Missing['reason'], message: string): void => {
    if (!list.some((known) => known.field === field)) {
      list.push({ field, reason, message });
    }
  };
  return {
    list,
    permission: (field, path) => add(field, 'permission', `Only root may read ${path}.`),
    noCommand: (field, command, note = '') => add(field, 'no_command', `${command} is not installed${note}.`),
    notTold: (field, message) => add(field, 'not_told', message),
  };
}

/** A file's first line; when this user may not read it, that is noted. */
export function readOrNote(output: SpecsOutput, missing: MissingList, field: string, path: string): string | null {
  const text = output.file(path);
  if (text === undefined && output.isDenied(path)) {
    missing.permission(field, path);
  }
  return text ?? null;
}
