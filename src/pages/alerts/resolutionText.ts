import type { Incident } from '../../../contract/incident.ts';

/** Why an incident is over, in plain words. */
export const resolutionText: Record<NonNullable<Incident['resolution']>, string> = {
  recovered: 'the value came back',
  series_gone: 'nothing is measured there any more',
  no_data: 'no data came',
  error: 'the rule could not be evaluated',
  rule_changed: 'the rule was changed',
  rule_deleted: 'the rule was deleted',
  person: 'a person resolved it',
  reconciled: 'it does not fire any more, as was found by comparing',
};
