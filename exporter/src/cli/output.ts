import type { Command } from 'commander';
import type { Shell } from './shell.ts';

/** The reply itself with --json, a text made for people without. */
export function show<T>(shell: Shell, command: Command, value: T, text: (value: T) => string): void {
  shell.out(command.optsWithGlobals<{ json?: boolean }>().json === true ? `${JSON.stringify(value, null, 2)}\n` : text(value));
}
