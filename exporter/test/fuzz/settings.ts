/** schemathesis.toml of a run. */
export const settingsFile = (token: string): string => `
headers = { Authorization = ${JSON.stringify(`Bearer ${token}`)} }
continue-on-failure = true
request-timeout = 20.0

[checks]
# Both ask for 401 without a token. It is 403 here: a 401 would make a browser ask for the login of Grafana.
ignored_auth.enabled = false
missing_required_header.enabled = false

[checks.positive_data_acceptance]
# hooks.py asks it, but for the few refusals that no schema can tell.
# Well-formed requests that can't be carried out: no such record, another one of this name, another revision,
# a pattern that is no pattern, a server or Grafana that is out of reach.
enabled = false
expected-statuses = ["2xx", "404", "409", "412", "422", "424", "429"]

[checks.negative_data_rejection]
# As it is by default, and 412, 413 and 424: what is not looked at is not refused.
expected-statuses = ["400", "403", "404", "405", "409", "412", "413", "415", "422", "424", "428", "429"]
`;
