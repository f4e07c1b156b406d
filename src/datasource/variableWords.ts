/** What a variable can list, and what may stand in its brackets. */
export const variableLists = {
  servers: { label: 'Servers', argument: 'With tag', placeholder: 'role=web; all unless told' },
  tags: { label: 'Tags', argument: 'Values of', placeholder: 'role; the names of all tags unless told' },
  mounts: { label: 'Mounts', argument: 'Of servers', placeholder: '$server; all unless told' },
  commands: { label: 'Commands', argument: undefined, placeholder: '' },
  sources: { label: 'Log sources', argument: undefined, placeholder: '' },
} as const;
export type VariableList = keyof typeof variableLists;

export interface VariableWords {
  list: string;
  argument: string;
}

/** Reads `servers(role=web)`; nothing at all means servers. */
export function readVariable(query: string): VariableWords | undefined {
  const [whole, list = '', argument = ''] = /^\s*(\w*)\s*(?:\(([^)]*)\))?\s*$/.exec(query) ?? [];
  return whole === undefined ? undefined : { list: list === '' ? 'servers' : list, argument: argument.trim() };
}

export const writeVariable = ({ list, argument }: VariableWords): string => (argument === '' ? list : `${list}(${argument})`);
