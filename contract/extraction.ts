import { z } from 'zod';

/** The part of a metric's name after shellwatch_command_<command>_; empty: the command's own name alone. */
const MetricSuffix = z.string().regex(/^([a-z][a-z0-9_]{0,62})?$/, 'small letters, digits and underscore');
export const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/, 'a Prometheus label name').regex(/^(?!__|instance$)/, 'not a reserved label');

const common = {
  metric: MetricSuffix.default(''),
  help: z.string().max(500).default(''),
  type: z.enum(['gauge', 'counter']).default('gauge'),
  unit: z.string().regex(/^([a-z]+)?$/, 'a base unit in the plural: seconds, bytes, celsius …').default('').describe('Becomes the end of the name; a counter then gets _total'),
  factor: z.number().default(1).describe('The value is multiplied by it: 0.001 makes milliseconds seconds'),
};

/**
 * How numbers are taken out of a command's output.
 * regex: RE2, multi-line; the group `value` is the number, every other named group a label; each match is a sample.
 * json-path: RFC 9535; `path` finds the items, `value` is a path inside an item to the number, labels are paths inside it too.
 * exit-code and duration: of the run itself.
 */
export const Extraction = z
  .discriminatedUnion('source', [
    z.strictObject({ source: z.literal('regex'), pattern: z.string().min(1).max(2048), ...common }),
    z.strictObject({
      source: z.literal('json-path'),
      path: z.string().min(1).max(512),
      value: z.string().max(512).default('$'),
      labels: z.record(LabelName, z.string().max(512)).default({}),
      ...common,
    }),
    z.strictObject({ source: z.literal('exit-code'), ...common }),
    z.strictObject({ source: z.literal('duration'), ...common }),
  ])
  .meta({ id: 'Extraction' });
export type Extraction = z.infer<typeof Extraction>;

export const ExtractedSample = z.object({
  labels: z.record(z.string(), z.string()),
  value: z.number(),
  /** Where in the output the match stands, so that an editor can mark it. */
  start: z.number().int().nullable(),
  end: z.number().int().nullable(),
});

export const ExtractedMetric = z
  .object({
    name: z.string().describe('The family name, whole'),
    type: z.enum(['gauge', 'counter']),
    help: z.string(),
    samples: z.array(ExtractedSample),
    dropped: z.number().int().describe('Samples over the cap, or whose value is not a number'),
  })
  .meta({ id: 'ExtractedMetric' });
export type ExtractedMetric = z.infer<typeof ExtractedMetric>;
