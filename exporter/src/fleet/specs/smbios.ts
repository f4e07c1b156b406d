/** One structure of the SMBIOS table (DMTF DSP0134, 6.1). */
export interface SmbiosStructure {
  type: number;
  /** Numbers by their place in the structure; undefined where this version of the table has none. */
  byte(at: number): number | undefined;
  word(at: number): number | undefined;
  dword(at: number): number | undefined;
  /** The string that the byte at this place numbers. */
  text(at: number): string | undefined;
}

const endOfTable = 127;

/** A table as od(1) prints it: two hexadecimal digits a byte. What is cut off or broken ends it. */
export function smbiosStructures(printed: string): SmbiosStructure[] {
  const table = Buffer.from(printed.replace(/\s+/g, ''), 'hex');
  const structures: SmbiosStructure[] = [];
  for (let start = 0; start + 4 <= table.length;) {
    const [type = endOfTable, length = 0] = table.subarray(start, start + 2);
    const strings = start + length;
    // Strings end with a NUL each, and all of them with one more; where there are none, two NULs stand.
    const end = table.indexOf('\0\0', strings);
    if (type === endOfTable || length < 4 || end < 0) {
      break;
    }
    const part = table.subarray(start, strings);
    const texts = table.toString('utf8', strings, end).split('\0');
    const number = (at: number, bytes: number): number | undefined => (at + bytes <= part.length ? part.readUIntLE(at, bytes) : undefined);
    structures.push({
      type,
      byte: (at) => number(at, 1),
      word: (at) => number(at, 2),
      dword: (at) => number(at, 4),
      text: (at) => texts[(number(at, 1) ?? 0) - 1],
    });
    start = end + 2;
  }
  return structures;
}
