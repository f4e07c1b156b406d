import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { secret } from '../secret.ts';

/** What a setting's text may be: a zod schema from text to value whose description completes "should be …". */
export type Kind<T> = z.ZodType<T, string>;

/** A kind from a function that returns undefined for a text it does not take. */
function kind<T>(should: string, parse: (text: string) => T | undefined): Kind<T> {
  return z
    .string()
    .transform((text, context) => {
      const value = parse(text);
      if (value === undefined) {
        context.addIssue({ code: 'custom', message: should });
        return z.NEVER;
      }
      return value;
    })
    .describe(should);
}

export interface ListenAddress {
  host: string;
  port: number;
}

/** `127.0.0.1:9850`, `[::1]:9850`, `name:9850`; `:9850` is every address, as in other exporters. */
export const listenAddress = kind('an address and port such as 127.0.0.1:9850, [::1]:9850 or :9850', (text): ListenAddress | undefined => {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[3]);
  if (parts === null || port > 65_535 || (parts[1] !== undefined && isIP(parts[1]) !== 6)) {
    return undefined;
  }
  return { host: parts[1] ?? (parts[2] === '' ? '::' : (parts[2] as string)), port };
});

export const folder = kind('a folder', (text) => path.resolve(text));

export const filePath = kind('a file', (text) => path.resolve(text));

export const flag = kind('true or false', (text) => ({ true: true, false: false, '1': true, '0': false })[text.toLowerCase()]);

export const oneOf = <const T extends readonly string[]>(...values: T) =>
  kind(`one of ${values.join(', ')}`, (text): T[number] | undefined => values.find((value) => value === text));

export const duration = (min: string, max: string) =>
  kind(`a duration from ${min} to ${max}, in Prometheus's form (500ms, 15s, 1m30s, 2h, 30d)`, (text) => {
    const ms = parseDuration(text);
    return ms === undefined || ms < (parseDuration(min) as number) || ms > (parseDuration(max) as number) ? undefined : ms;
  });

export const wholeNumber = (min: number, max: number) =>
  kind(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });

const sizeUnits: Record<string, number> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

function parseSize(text: string): number | undefined {
  const parts = /^(\d{1,9}(?:\.\d{1,3})?)(KiB|MiB|GiB|TiB)$/.exec(text);
  return parts === null ? undefined : Math.round(Number(parts[1]) * (sizeUnits[parts[2] as string] as number));
}

export const byteSize = (min: string, max: string) =>
  kind(`a size from ${min} to ${max}, such as 500MiB or 2.5GiB`, (text) => {
    const bytes = parseSize(text);
    return bytes === undefined || bytes < (parseSize(min) as number) || bytes > (parseSize(max) as number) ? undefined : bytes;
  });

export const headerText = kind('printable characters without spaces', (text) => (/^[!-~]{1,256}$/.test(text) ? text : undefined));

export const webUrl = kind('a web address such as http://127.0.0.1:9090', (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? text.replace(/\/+$/, '') : undefined;
});

const items = (text: string): string[] => text.split(',').map((item) => item.trim()).filter((item) => item !== '');

export const origins = kind('origins divided by commas, such as https://grafana.example.org', (text) => {
  const list = items(text);
  return list.every((item) => URL.canParse(item) && new URL(item).origin === item) ? list : undefined;
});

export const networks = kind('addresses or networks divided by commas, such as 127.0.0.1, 10.0.0.0/8', (text) => {
  const list = items(text);
  const valid = list.every((item) => {
    const [address = '', bits, more] = item.split('/');
    const family = isIP(address);
    return family !== 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
  });
  return valid ? list : undefined;
});

/** With the flag `u`: what upstream's Go expressions and JavaScript's have in common is stricter there. */
export const regex = kind('a regular expression', (text) => {
  try {
    return new RegExp(text, 'u');
  } catch {
    return undefined;
  }
});

export const masterKey = kind('32 bytes in base64, such as `openssl rand -base64 32` prints', (text) => {
  const bytes = /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
  return bytes?.length === 32 ? secret(bytes.toString('base64')) : undefined;
});

export const token = kind('at least 8 printable characters without spaces', (text) => (/^[!-~]{8,512}$/.test(text) ? secret(text) : undefined));

export const databaseUrl = kind('postgres://USER:PASSWORD@HOST/DATABASE or sqlite:FILE', (text) => (/^(postgres(ql)?:\/\/.+|sqlite:.+)$/.test(text) ? secret(text) : undefined));

export const telegramToken = kind('the token as @BotFather gives it', (text) => (/^\d{3,20}:[A-Za-z0-9_-]{20,64}$/.test(text) ? secret(text) : undefined));

export const smtpUrl = kind('smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST', (text) => (URL.canParse(text) && /^smtps?:\/\/./.test(text) ? secret(text) : undefined));

export const mailSender = kind('an address such as alerts@example.org or Shellwatch <alerts@example.org>', (text) => (/^(?:[^<>@\r\n]+ <)?[^\s<>@]+@[^\s<>@]+>?$/.test(text) ? text : undefined));
