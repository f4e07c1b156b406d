/** The format a text is most likely in, by what only that one has. */
export function guessFormat(text: string): 'ssh-config' | 'ansible-ini' | 'ansible-yaml' | 'csv' | 'json' | undefined {
  const start = text.trimStart();
  if (/^[[{]\s*["{\]]/.test(start) || start.startsWith('[]')) {
    return 'json';
  }
  if (/^\s*host\s+\S/im.test(text)) {
    return 'ssh-config';
  }
  if (/^\s*(all|hosts|children|[\w-]+):\s*$/m.test(text)) {
    return 'ansible-yaml';
  }
  if (/^\[[\w:-]+\]\s*$/m.test(text) || /ansible_host=/.test(text)) {
    return 'ansible-ini';
  }
  return /^\s*"?name"?\s*,/i.test(text) ? 'csv' : undefined;
}
