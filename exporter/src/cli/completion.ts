import { Argument, Command } from 'commander';
import type { Shell } from './shell.ts';

/** Path of a command → the words that may follow it. */
function words(command: Command, path: string): Array<readonly [string, string[]]> {
  const flags = command.options.flatMap((option) => (option.long === undefined || option.long === null ? [] : [option.long]));
  const own: readonly [string, string[]] = [path, [...command.commands.map((sub) => sub.name()), ...flags, '--help']];
  return [own, ...command.commands.flatMap((sub) => words(sub, `${path} ${sub.name()}`))];
}

const bash = (cases: ReadonlyArray<readonly [string, string[]]>): string => `# bash completion: source <(shellwatch completion bash)
_shellwatch() {
  local word at=shellwatch list
  for word in "\${COMP_WORDS[@]:1:\$((COMP_CWORD-1))}"; do
    case "$at $word" in
${cases.slice(1).map(([path]) => `      '${path}') at='${path}' ;;`).join('\n')}
    esac
  done
  case "$at" in
${cases.map(([path, list]) => `    '${path}') list='${list.join(' ')}' ;;`).join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _shellwatch shellwatch
`;

const zsh = (script: string): string => `# zsh completion: source <(shellwatch completion zsh)
autoload -Uz compinit bashcompinit && compinit -u && bashcompinit
${script.split('\n').slice(1).join('\n').replace('mapfile -t COMPREPLY < <(compgen -W "$list" -- "${COMP_WORDS[COMP_CWORD]}")', 'COMPREPLY=(${(f)"$(compgen -W "$list" -- "${COMP_WORDS[COMP_CWORD]}")"})')}`;

const fish = (cases: ReadonlyArray<readonly [string, string[]]>): string =>
  `# fish completion: shellwatch completion fish | source
complete -c shellwatch -e
complete -c shellwatch -f
${cases
  .map(([path, list]) => {
    const parts = path.split(' ').slice(1);
    const subs = list.filter((item) => !item.startsWith('-')).join(' ');
    const seen = parts.map((part) => `__fish_seen_subcommand_from ${part}`);
    const unseen = subs === '' ? [] : [`not __fish_seen_subcommand_from ${subs}`];
    const when = [...seen, ...unseen].join('; and ');
    return `complete -c shellwatch ${when === '' ? '' : `-n '${when}' `}-a '${list.join(' ')}'`;
  })
  .join('\n')}
`;

export function completionCommand(shell: Shell, program: Command): Command {
  return new Command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action((name: 'bash' | 'zsh' | 'fish') => {
      const cases = words(program, 'shellwatch');
      shell.out({ bash: bash(cases), zsh: zsh(bash(cases)), fish: fish(cases) }[name]);
    });
}
