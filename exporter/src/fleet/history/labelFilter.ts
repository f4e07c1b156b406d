import { Failure } from '../../errors.ts';
import type { Labels } from '../../metrics/family.ts';
import { compilePattern } from '../pattern.ts';

export interface LabelMatcher {
  name: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** `name=value` and its kin, as the history endpoint takes them. */
export function parseMatchers(texts: readonly string[]): LabelMatcher[] {
  return texts.map((text) => {
    const [, name, operator, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)(.*)$/s.exec(text) ?? [];
    if (name === undefined || operator === undefined || value === undefined) {
      throw new Failure('bad_request', { details: [{ field: 'query.label', message: 'name=value, name!=value, name=~regex or name!~regex' }] });
    }
    return { name, operator: operator as LabelMatcher['operator'], value };
  });
}

/** Prometheus's meaning: a label that is not there is empty, a regular expression matches the whole value. */
export function labelFilter(matchers: readonly LabelMatcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(({ name, operator, value }) => {
    const pattern = operator.endsWith('~') ? compilePattern(value, 'query.label') : undefined;
    const wanted = operator.startsWith('=');
    return (labels: Labels) => {
      const found = labels[name] ?? '';
      return (pattern === undefined ? found === value : pattern.matches(found)) === wanted;
    };
  });
  return (labels) => tests.every((test) => test(labels));
}
