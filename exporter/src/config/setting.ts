import type { Kind } from './kinds.ts';

/** One environment variable: everything that reads it and that docs/configuration.md tells of it. */
export interface Setting<T> {
  /** The whole name. */
  env: string;
  kind: Kind<T>;
  /** As a person would write it; without one the setting is `undefined` unless set. */
  default?: string;
  /** One sentence. */
  about: string;
  /** Never printed. `text or file`: it may also come from the file that `<env>_FILE` names. */
  secret?: 'text' | 'text or file';
}

export interface SettingWithDefault<T> extends Setting<T> {
  default: string;
}

export type SettingTable = Record<string, Setting<unknown>>;

export type ValuesOf<Table extends SettingTable> = {
  [K in keyof Table]: Table[K] extends Setting<infer T> ? (Table[K] extends { default: string } ? T : T | undefined) : never;
};
