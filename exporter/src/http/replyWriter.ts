import { z } from 'zod';
import { isLasting } from '../lasting.ts';

/** The JSON text of a value as its schema lets it out. Throws what the schema throws. */
export type ReplyWriter = (value: unknown) => string;

/** Checks and writes a value that lasts once: its text is kept for as long as the value lives. */
function writerOf(schema: z.core.$ZodType): ReplyWriter {
  const texts = new WeakMap<object, string>();
  return (value) => {
    const known = isLasting(value) ? texts.get(value) : undefined;
    const text = known ?? JSON.stringify(z.parse(schema, value));
    if (known === undefined && isLasting(value)) {
      texts.set(value, text);
    }
    return text;
  };
}

/** Rules that a schema has beside those of its parts would not see what the parts let out. */
const isPlain = ({ _zod: { def } }: z.core.$ZodType): boolean => (def.checks ?? []).length === 0;

const isList = (schema: z.core.$ZodType): schema is z.ZodArray => schema instanceof z.ZodArray && isPlain(schema);

/**
 * Writes replies of one schema: checked against it, and without what it does not name. The lists in a reply are checked and
 * written item by item, so that an item that lasts (lasting.ts) and is sent again costs nothing: of a page of a hundred servers
 * few changed since it was asked for last, and to check and write all of them took more than half of the answer's time.
 */
export function replyWriter(schema: z.ZodType): ReplyWriter {
  const lists = schema instanceof z.ZodObject && isPlain(schema) ? Object.entries(schema.shape).filter(([, field]) => isList(field)) : [];
  if (!(schema instanceof z.ZodObject) || lists.length === 0) {
    return writerOf(schema);
  }
  const around = schema.extend(Object.fromEntries(lists.map(([name]) => [name, z.array(z.unknown())])));
  const items = new Map(lists.map(([name, list]) => [name, writerOf((list as z.ZodArray).element)]));
  const field = ([name, value]: [string, unknown]): string[] => {
    const item = items.get(name);
    const text = item === undefined ? (JSON.stringify(value) as string | undefined) : `[${(value as unknown[]).map(item).join(',')}]`;
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  };
  return (value) => {
    try {
      return `{${Object.entries(around.parse(value)).flatMap(field).join(',')}}`;
    } catch (error) {
      // The whole schema says where in the reply it is.
      schema.parse(value);
      throw error;
    }
  };
}
