import type { CommandInput } from '../../../../contract/command.ts';
import type { ExtractedMetric } from '../../../../contract/extraction.ts';
import { metricName } from '../../../../contract/metricName.ts';
import { Failure } from '../../errors.ts';
import type { Family } from '../../metrics/family.ts';

/** What tells of samples that were left out; beside the families of the commands, so none of them may be called so. */
export const droppedFamilyName = 'shellwatch_command_dropped_samples';

/**
 * Sees that each family a command makes is its own: the names of `a_b` with `c` and of `a` with `b_c` are one, and two series of
 * one name with equal labels, or two types of one family, are no exposition. Throws Failure `unprocessable` with the field.
 */
export function checkFamilies(definition: CommandInput, others: ReadonlyArray<Pick<CommandInput, 'name' | 'extractions'>>): void {
  const taken = new Map(others.flatMap(({ name, extractions }) => extractions.map((extraction) => [metricName(name, extraction), `the command ${name} makes it`] as const)));
  const types = new Map<string, string>();
  for (const [index, extraction] of definition.extractions.entries()) {
    const family = metricName(definition.name, extraction);
    const type = types.get(family) ?? extraction.type;
    const why = family === droppedFamilyName ? 'the exporter itself makes it' : type === extraction.type ? taken.get(family) : `it can not be ${type} and ${extraction.type} at once`;
    if (why !== undefined) {
      const field = `extractions.${index}.metric`;
      const message = `${family} is taken: ${why}`;
      throw new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });
    }
    types.set(family, type);
  }
}

/** Families of what extractions found, each name once; those without a sample are left out. */
export function familiesOf(metrics: readonly ExtractedMetric[]): Family[] {
  const families = new Map<string, Family>();
  for (const { name, type, help, samples } of metrics.filter((metric) => metric.samples.length > 0)) {
    const family = families.get(name) ?? { name, type, help, samples: [] };
    family.samples.push(...samples.map(({ labels, value }) => ({ labels, value })));
    families.set(name, family);
  }
  return [...families.values()];
}
