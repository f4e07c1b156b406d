const shown = (text: string | undefined): string =>
  text === undefined ? 'nothing' : JSON.stringify(text.slice(0, 60));

/** A decimal number as the kernel prints it. Anything else means that the file is not what it should be. */
export function number(text: string | undefined, where: string): number {
  const value = text === undefined || text === '' ? NaN : Number(text);
  if (Number.isNaN(value)) {
    throw new Error(`${where}: a number expected, got ${shown(text)}`);
  }
  return value;
}

/** A hexadecimal number without `0x`. */
export function hexNumber(text: string | undefined, where: string): number {
  if (text === undefined || !/^[0-9a-fA-F]+$/.test(text)) {
    throw new Error(`${where}: a hexadecimal number expected, got ${shown(text)}`);
  }
  return Number(`0x${text}`);
}

/** What `number` reads, or undefined where there is none: for attributes that a driver may print as it likes. */
export function numberOrNone(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}
