import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
type Side = 'input' | 'output';

const prefix = '#/components/schemas/';
const refsIn = (schema: JsonSchema): string[] => [...JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] as string);

/** A `$ref` must be alone or beside annotations only; identifiers are of no use once the schema is a component. */
function clean({ $schema: _schema, $id: _id, id: _own, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** A schema as one side of the wire sees it: `input` is sent to the service, `output` is what it answers. */
export interface Use {
  id: string;
  side: Side;
}

/**
 * Gathers zod schemas and gives each a place in OpenAPI: schemas with an id become components, others stay where they are used.
 * A registry makes the references absolute; ids in zod's global one alone would give `$defs` that break when embedded.
 */
export class SchemaBook {
  readonly #registry = z.registry<{ id: string }>();
  readonly #ids = new Map<z.ZodType, string>();
  readonly #uses: Use[] = [];

  /** Makes a named schema known, so that references to it can be made. */
  know(schema: z.ZodType): string {
    const known = this.#ids.get(schema);
    if (known !== undefined) {
      return known;
    }
    const id = z.globalRegistry.get(schema)?.id ?? `inline.${this.#ids.size}`;
    this.#ids.set(schema, id);
    this.#registry.add(schema, { id });
    return id;
  }

  add(schema: z.ZodType, side: Side): Use {
    const use = { id: this.know(schema), side };
    this.#uses.push(use);
    return use;
  }

  #render(io: Side): Record<string, JsonSchema> {
    const { schemas } = z.toJSONSchema(this.#registry, { io, uri: (id) => prefix + id, unrepresentable: 'any' });
    return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, clean(schema as JsonSchema)]));
  }

  /** Components for all that is used, and what to write at each use. A schema that is sent otherwise than it is read gets two components. */
  resolve(): { components: Record<string, JsonSchema>; at(use: Use): JsonSchema } {
    const sides = { input: this.#render('input'), output: this.#render('output') };
    const needed = { input: new Set<string>(), output: new Set<string>() };
    const need = ({ id, side }: Use): void => {
      if (!needed[side].has(id)) {
        needed[side].add(id);
        refsIn(sides[side][id] as JsonSchema).forEach((ref) => need({ id: ref, side }));
      }
    };
    this.#uses.forEach(need);
    const twofold = differing(sides, [...needed.input].filter((id) => needed.output.has(id)));
    const nameOf = ({ id, side }: Use): string => (side === 'input' && twofold.has(id) ? `${id}Input` : id);
    const schemaOf = ({ id, side }: Use): JsonSchema =>
      JSON.parse(JSON.stringify(sides[side][id]).replace(/"#\/components\/schemas\/([^"]+)"/g, (_, ref: string) => `"${prefix}${nameOf({ id: ref, side })}"`)) as JsonSchema;
    const isInline = (id: string) => id.startsWith('inline.');
    const uses = (['input', 'output'] as const).flatMap((side) => [...needed[side]].map((id): Use => ({ id, side })));
    return {
      components: Object.fromEntries(uses.filter(({ id }) => !isInline(id)).map((use) => [nameOf(use), schemaOf(use)])),
      at: (use) => (isInline(use.id) ? schemaOf(use) : { $ref: prefix + nameOf(use) }),
    };
  }
}

/** Of these ids, those whose two sides differ, in themselves or in something they refer to. */
function differing(sides: Record<Side, Record<string, JsonSchema>>, ids: readonly string[]): Set<string> {
  const found = new Set(ids.filter((id) => JSON.stringify(sides.input[id]) !== JSON.stringify(sides.output[id])));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    ids.filter((id) => refsIn(sides.output[id] as JsonSchema).some((ref) => found.has(ref))).forEach((id) => found.add(id));
  }
  return found;
}
