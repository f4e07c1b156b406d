import type { CommandInput, Parameter } from '../../../../contract/command.ts';
import { Failure } from '../../errors.ts';
import { compilePattern } from '../pattern.ts';
import { misfit } from './parameterValues.ts';

/** What a parameter asks that nobody could give, by field; its pattern is looked at before. */
function impossible({ type, choices, min, max, default: value, ...parameter }: Parameter): [string, string] | undefined {
  if (type === 'choice' && choices.length === 0) {
    return ['choices', 'should name what can be chosen'];
  }
  if (min !== null && max !== null && min > max) {
    return ['max', `should be at least min, ${min}`];
  }
  // An empty one is none, but for a text.
  const expected = value === null || (value === '' && type !== 'string') ? undefined : misfit({ type, choices, min, max, default: value, ...parameter }, value);
  return expected === undefined ? undefined : ['default', `should be ${expected}`];
}

/** Sees that values for the parameters can be given, and are there when nobody is asked. Throws Failure `unprocessable` with the field. */
export function checkParameters({ parameters, schedule }: Pick<CommandInput, 'parameters' | 'schedule'>): void {
  const names = new Set<string>();
  for (const [index, parameter] of parameters.entries()) {
    const at = (field: string) => `parameters.${index}.${field}`;
    if (names.has(parameter.name)) {
      throw wrong(at('name'), `${parameter.name} is there twice`);
    }
    names.add(parameter.name);
    if (parameter.pattern !== null) {
      compilePattern(parameter.pattern, at('pattern'));
    }
    const problem = impossible(parameter);
    if (problem !== undefined) {
      throw wrong(at(problem[0]), problem[1]);
    }
    if (schedule.type !== 'none' && parameter.required && (parameter.default ?? '') === '') {
      throw wrong(at('default'), 'is needed: nobody is asked when the schedule runs it');
    }
  }
}

const wrong = (field: string, message: string) => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });
