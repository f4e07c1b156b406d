import type { Parameter } from '../../contract/command.ts';

/** What is wrong with a parameter's value; its pattern is the exporter's to check, as it is RE2. */
export function parameterProblem({ type, required, min, max, choices }: Parameter, value: string): string | undefined {
  if (value === '') {
    return required ? 'Needed for this command.' : undefined;
  }
  if (type === 'choice' && !choices.includes(value)) {
    return 'Choose one of the list.';
  }
  if (type !== 'integer' && type !== 'number') {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isFinite(number) || (type === 'integer' && !Number.isInteger(number))) {
    return type === 'integer' ? 'A whole number.' : 'A number.';
  }
  if (min !== null && number < min) {
    return `At least ${min}.`;
  }
  return max !== null && number > max ? `At most ${max}.` : undefined;
}
