import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsOutput } from './output.ts';

/** os-release(5): shell assignments, quotes optional. */
export function osSpecs(output: SpecsOutput): SpecsData['os'] {
  const lines = [output.lines('/etc/os-release'), output.lines('/usr/lib/os-release')].find((found) => found.length > 0) ?? [];
  const values = new Map(lines.flatMap((line) => {
    const [, key, quoted] = /^([A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
    return key === undefined || quoted === undefined ? [] : [[key, quoted.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1')] as const];
  }));
  return {
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? null,
    version: values.get('VERSION_ID') ?? null,
    id: values.get('ID') ?? null,
    codename: values.get('VERSION_CODENAME') ?? null,
  };
}

const managers = ['dpkg', 'rpm', 'apk', 'pacman', 'opkg', 'snap'];

export const packageSpecs = (output: SpecsOutput): SpecsData['packages'] =>
  managers.flatMap((manager) => {
    const count = Number(output.section(manager) ?? 0);
    return Number.isInteger(count) && count > 0 ? [{ manager, count }] : [];
  });

/** The zone's name from its link or file; else what date(1) calls it. */
export function timeZone(output: SpecsOutput): string | null {
  const linked = /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(output.link('/etc/localtime') ?? '')?.[1];
  return linked ?? output.file('/etc/timezone') ?? output.section('zone') ?? null;
}
