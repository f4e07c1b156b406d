import type { Parameter } from '../../../../contract/command.ts';
import { Failure } from '../../errors.ts';
import { compilePattern } from '../pattern.ts';

const truth = new Set(['true', 'false']);

/** Why a value does not fit its parameter, or undefined when it does. */
export function misfit(parameter: Parameter, value: string): string | undefined {
  if (value.includes('\0')) {
    return 'no NUL character';
  }
  const number = Number(value);
  switch (parameter.type) {
    case 'integer':
    case 'number':
      if (value.trim() === '' || !Number.isFinite(number) || (parameter.type === 'integer' && !/^[+-]?\d{1,15}$/.test(value))) {
        return `a${parameter.type === 'integer' ? ' whole' : ''} number`;
      }
      if (parameter.min !== null && number < parameter.min) {
        return `at least ${parameter.min}`;
      }
      if (parameter.max !== null && number > parameter.max) {
        return `at most ${parameter.max}`;
      }
      break;
    case 'boolean':
      if (!truth.has(value)) {
        return 'true or false';
      }
      break;
    case 'choice':
      if (!parameter.choices.includes(value)) {
        return `one of ${parameter.choices.join(', ')}`;
      }
      break;
    case 'string':
  }
  if (parameter.pattern !== null && !compilePattern(parameter.pattern, `parameters.${parameter.name}.pattern`).matches(value)) {
    return `text that matches ${parameter.pattern}`;
  }
  return undefined;
}

/** Values for a run, with defaults filled in. Throws Failure `unprocessable` naming each wrong, missing or unknown one. */
export function parameterValues(parameters: readonly Parameter[], given: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {};
  const wrong: Array<{ field: string; message: string }> = [];
  for (const parameter of parameters) {
    const value = given[parameter.name] ?? parameter.default;
    if (value === null || (value === '' && !parameter.required && parameter.type !== 'string')) {
      if (parameter.required) {
        wrong.push({ field: `values.${parameter.name}`, message: 'is required' });
      }
      continue;
    }
    const expected = misfit(parameter, value);
    if (expected !== undefined) {
      wrong.push({ field: `values.${parameter.name}`, message: `should be ${expected}` });
    }
    values[parameter.name] = value;
  }
  for (const name of Object.keys(given)) {
    if (!parameters.some((parameter) => parameter.name === name)) {
      wrong.push({ field: `values.${name}`, message: 'is not a parameter of this command' });
    }
  }
  if (wrong.length > 0) {
    throw new Failure('unprocessable', { message: wrong.map(({ field, message }) => `${field} ${message}`).join('; '), details: wrong });
  }
  return values;
}
