import { collectorVariables } from '../../exporter/src/config/collectors.ts';
import type { Setting, SettingTable } from '../../exporter/src/config/setting.ts';
import { settingGroups } from '../../exporter/src/config/settings.ts';
import type { Generator } from '../generate.ts';
import { table, withSections } from './section.ts';

const titles: Record<keyof typeof settingGroups, string> = {
  service: 'The service',
  polling: 'Polling',
  operating: 'Commands and runs',
  history: 'History and the live feed',
  alerting: 'Alerting',
  commandLine: 'The command line',
};

const shownDefault = (setting: Setting<unknown>): string => (setting.default === undefined || setting.default === '' ? '' : `\`${setting.default}\``);
const shownName = (setting: Setting<unknown>): string => `\`${setting.env}\`${setting.secret === 'text or file' ? ' or `…_FILE`' : ''}`;

/** Begins with a capital letter, and names of metrics as they are. */
const sentence = (help: string): string =>
  help.startsWith('node_') ? help.replace(/\bnode_(?!exporter)\w+\*?|(?<= )_max$/g, '`$&`') : `${help[0]?.toUpperCase()}${help.slice(1)}`;

/** The tables of docs/configuration.md, one for each group of settings. */
export const configurationDocs: Generator = async () => {
  const groups = Object.entries(settingGroups).map(([group, settings]) => {
    const rows = Object.values(settings as SettingTable).map((setting) => [shownName(setting), shownDefault(setting), setting.about, setting.kind.description ?? '']);
    return `## ${titles[group as keyof typeof settingGroups]}\n\n${table(['variable', 'default', 'what it is for', 'what it may be'], rows)}`;
  });
  const kinds = { pattern: 'a regular expression', switch: 'true or false', text: 'text' };
  const collectors = table(
    ['variable', 'default', 'what it is for', 'what it may be'],
    [
      ...collectorVariables.switches.map(({ env, name }) => [`\`${env}\``, '`true`', `The collector ${name}`, 'true or false']),
      ...collectorVariables.options.map(({ env, help, kind, default: value }) => [`\`${env}\``, value === '' ? '' : `\`${value}\``, sentence(help), kinds[kind]]),
    ]
  );
  return [await withSections('docs/configuration.md', { settings: groups.join('\n\n'), collectors })];
};
