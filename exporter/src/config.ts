import { readFileSync } from 'node:fs';
import type { CollectorSettings } from './collectors/settings.ts';
import { collectorVariables, readCollectors } from './config/collectors.ts';
import type { Setting, SettingTable, ValuesOf } from './config/setting.ts';
import { settings } from './config/settings.ts';

export type Config = ValuesOf<typeof settings> & {
  collectors: CollectorSettings;
  /** Variables that begin SHELLWATCH_ and are no setting: most likely misspelt, so the log names them. */
  unknown: string[];
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment holds values that can not be used; the message names every one and what it should be. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Wrong configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** An empty variable is an unset one: compose files pass `${X:-}` on. */
const given = (env: Environment, name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

function textOf(setting: Setting<unknown>, env: Environment): string | undefined {
  const direct = given(env, setting.env);
  const file = setting.secret === 'text or file' ? given(env, `${setting.env}_FILE`) : undefined;
  if (file === undefined) {
    return direct ?? setting.default;
  }
  if (direct !== undefined) {
    throw new Error(`${setting.env} and ${setting.env}_FILE are both set; keep one`);
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(`${setting.env}_FILE: ${file} can not be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function readTable<Table extends SettingTable>(table: Table, env: Environment, problems: string[]): ValuesOf<Table> {
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) {
    try {
      const text = textOf(setting, env);
      const parsed = text === undefined ? undefined : setting.kind.safeParse(text);
      if (parsed?.success === false) {
        const shown = setting.secret ? 'its value' : JSON.stringify(text);
        problems.push(`${setting.env}: ${shown} should be ${setting.kind.description}`);
      }
      values[key] = parsed?.data;
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return values as ValuesOf<Table>;
}

/** Kubernetes sets these for a service that is named shellwatch. */
const fromKubernetes = /^SHELLWATCH_(SERVICE_|PORT(_|$))/;

/** The one place that reads the environment. Throws a `ConfigError` that names every wrong value at once. */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const values = readTable(settings, env, problems);
  const collectors = readCollectors(env, problems);
  if (values.masterKey !== undefined && values.masterKeyFile !== undefined) {
    problems.push('SHELLWATCH_MASTER_KEY and SHELLWATCH_MASTER_KEY_FILE are both set; keep one');
  }
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  const known = new Set([
    ...Object.values(settings as SettingTable).flatMap((setting) => [setting.env, ...(setting.secret === 'text or file' ? [`${setting.env}_FILE`] : [])]),
    ...[...collectorVariables.switches, ...collectorVariables.options].map((row) => row.env),
  ]);
  const unknown = Object.keys(env).filter((name) => name.startsWith('SHELLWATCH_') && !known.has(name) && !fromKubernetes.test(name));
  return { ...values, collectors, unknown };
}
