export interface Address {
  host: string;
  port?: string;
  username?: string;
}

/** Options of ssh(1) that take a value of their own, so that it is not the host. */
const withValue = new Set('BbcDEeFIiJLlmOopQRSWw');

/** Takes apart what people paste into an address field: user@host:port, an ssh:// address, a whole ssh command. */
export function parseAddress(text: string): Address | undefined {
  const words = text.trim().split(/\s+/);
  if (words[0] === 'ssh' && words.length > 1) {
    return parseCommand(words.slice(1));
  }
  if (words.length !== 1 || words[0] === undefined || words[0] === '') {
    return undefined;
  }
  const found = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]]+)\]|([^:\s/]+))(?::(\d{1,5}))?\/?$/.exec(words[0]);
  if (found === null) {
    return undefined;
  }
  const [, username, bracketed, plain, port] = found;
  return { host: bracketed ?? plain ?? '', ...(port === undefined ? {} : { port }), ...(username === undefined ? {} : { username }) };
}

function parseCommand(words: string[]): Address | undefined {
  let target: Address | undefined;
  const told: Partial<Address> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      target ??= parseAddress(word);
      continue;
    }
    const option = word.charAt(1);
    const value = word.length > 2 ? word.slice(2) : withValue.has(option) ? words[(at += 1)] : undefined;
    if (option === 'p' && value !== undefined) {
      told.port = value;
    }
    if (option === 'l' && value !== undefined) {
      told.username = value;
    }
  }
  return target === undefined ? undefined : { ...target, ...told };
}
