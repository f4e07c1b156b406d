import { words } from './lines.ts';

/** A unit as `systemctl list-units` has it, with the properties `systemctl show` told. */
export interface Unit {
  name: string;
  load: string;
  active: string;
  properties: ReadonlyMap<string, string>;
}

export interface Systemd {
  manager: ReadonlyMap<string, string>;
  units: Unit[];
}

const keysAndValues = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  );

/** The output of systemd's run, or undefined where systemd does not answer. */
export function systemdUnits(stdout: string): Systemd | undefined {
  const [, manager, list, shown] = /^@manager\n([^]*?)@units\n([^]*?)@show\n([^]*)$/.exec(stdout) ?? [];
  if (manager === undefined || list === undefined || shown === undefined) {
    return undefined;
  }
  const properties = new Map(
    shown.split('\n\n').map((block) => {
      const found = keysAndValues(block);
      return [found.get('Id') ?? '', found];
    })
  );
  const units: Unit[] = [];
  for (const line of list.split('\n')) {
    // Old versions mark failed units with a bullet, --plain or not.
    const [name = '', load = '', active = ''] = words(line.replace(/^[^\w-]*\s/, ''));
    if (active !== '') {
      units.push({ name, load, active, properties: properties.get(name) ?? new Map() });
    }
  }
  return { manager: keysAndValues(manager), units };
}

/** `Tue 2024-01-02 03:04:05.123456 UTC` in seconds since the epoch; 0 for never, as the D-Bus property has it. */
export function timestamp(text: string | undefined): number {
  const [, day, clock, fraction = '0'] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))? UTC$/.exec(text ?? '') ?? [];
  return day === undefined ? 0 : Date.parse(`${day}T${clock}Z`) / 1000 + Number(`0.${fraction}`);
}
