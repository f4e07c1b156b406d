import { createCollectors } from '../collectors/index.ts';
import { collectorOptions, defaultSettings, parseSettings, type CollectorSettings } from '../collectors/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'SHELLWATCH_COLLECTOR_';
const variable = (name: string): string => prefix + name.replace(/[.-]/g, '_').toUpperCase();

/** One variable for each of node_exporter's flags: `--collector.NAME` and `--collector.NAME.OPTION`. */
export const collectorVariables = {
  switches: createCollectors(defaultSettings).map(({ name }) => ({ env: variable(name), name })),
  options: Object.entries(collectorOptions).map(([name, option]) => ({ env: variable(name), name, ...option })),
};

/** The collectors' settings; wrong values are added to `problems`. */
export function readCollectors(env: Environment, problems: string[]): CollectorSettings {
  const { switches, options } = collectorVariables;
  const off = switches.filter(({ env: name }) => {
    const text = env[name]?.toLowerCase() ?? '';
    if (!['', 'true', 'false', '1', '0'].includes(text)) {
      problems.push(`${name}: ${JSON.stringify(env[name])} should be true or false`);
    }
    return text === 'false' || text === '0';
  });
  // An empty text is a value here: upstream clears a default so. compose files leave such variables out.
  const given = options.flatMap(({ env: name, name: option }) => (env[name] === undefined ? [] : [[option, env[name]] as const]));
  const parsed = parseSettings(Object.fromEntries(given), off.map(({ name }) => name));
  problems.push(...parsed.problems.map(({ name, expected }) => `${variable(name)}: ${JSON.stringify(env[variable(name)])} should be ${expected}`));
  return parsed.settings;
}
