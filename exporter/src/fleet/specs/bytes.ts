const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

function scaled(bytes: number, base: number, units: readonly string[]): { value: string; unit: string } {
  const exponent = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(base)));
  const value = bytes / base ** exponent;
  return { value: value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10), unit: units[exponent] as string };
}

/** Memory as people say it: 16 GiB. */
export const memorySize = (bytes: number) => scaled(bytes, 1024, binary);
/** Disks as makers say it: 4 TB. */
export const diskSize = (bytes: number) => scaled(bytes, 1000, decimal);
export const shown = ({ value, unit }: { value: string; unit: string }): string => `${value} ${unit}`;
