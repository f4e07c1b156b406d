import type { ActiveSilence } from './grafanaApi.ts';

function matches({ matchers }: ActiveSilence, labels: Record<string, string>): boolean {
  try {
    return matchers.every(({ name, value, isRegex, isEqual }) => {
      const found = labels[name] ?? '';
      return (isRegex ? new RegExp(`^(?:${value})$`).test(found) : found === value) === isEqual;
    });
  } catch {
    // An expression of Go that JavaScript does not know: better one incident less than a silenced one that tells people.
    return true;
  }
}

/** Those that keep Grafana from telling of an alert. */
export const silencesOf = (silences: readonly ActiveSilence[], { ruleUid, labels }: { ruleUid: string | null; labels: Record<string, string> }): ActiveSilence[] =>
  silences.filter((silence) => matches(silence, { ...labels, ...(ruleUid === null ? {} : { __alert_rule_uid__: ruleUid }) }));
