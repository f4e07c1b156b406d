import type { SelectableValue } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { everyPage } from '../data/everyPage';
import { panelClient } from './panelClient';

type Choices = Array<SelectableValue<string>>;

/** Options of a panel come from the exporter; without it they are typed. */
const orNone = (reading: Promise<Choices>): Promise<Choices> => reading.catch(() => []);

/** Kinds of variables that can hold names of servers. */
const ofNames: ReadonlySet<string> = new Set(['query', 'custom', 'textbox', 'constant']);

const variables = (): Choices => getTemplateSrv().getVariables().filter(({ type }) => ofNames.has(type)).map(({ name }) => ({ value: `$${name}`, label: `$${name}`, description: 'Variable of this dashboard' }));

/** Variables of the dashboard, then the servers there are. */
export const serverChoices = (): Promise<Choices> =>
  orNone(everyPage((cursor) => panelClient().listServers({ query: { cursor, limit: 1000 } })).then((servers) => [...variables(), ...servers.map(({ name }) => ({ value: name, label: name }))]));

export const commandChoices = (): Promise<Choices> =>
  orNone(everyPage((cursor) => panelClient().listCommands({ query: { cursor, limit: 1000 } })).then((commands) => commands.map(({ name, description }) => ({ value: name, label: name, description }))));
