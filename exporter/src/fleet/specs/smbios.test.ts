import { describe, expect, it } from '@jest/globals';
import { parseOutput } from './output.ts';
import { createMissing } from './missing.ts';
import { memorySpecs } from './memory.ts';
import { smbiosStructures } from './smbios.ts';

const hex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const texts = (...all: string[]): number[] => [...Buffer.from(`${all.join('\0')}\0\0`)];

/** A memory device (DSP0134, 7.18) of version 3.3, with these words and dwords at their places. */
function device(words: Record<number, number>, dwords: Record<number, number>, type: number): number[] {
  const bytes = Buffer.alloc(0x5c);
  bytes.set([17, bytes.length]);
  bytes.set([1, 2, type], 0x10);
  bytes.set([3, 0, 0, 4], 0x17);
  Object.entries(words).forEach(([at, value]) => bytes.writeUInt16LE(value, Number(at)));
  Object.entries(dwords).forEach(([at, value]) => bytes.writeUInt32LE(value, Number(at)));
  return [...bytes, ...texts('A1', 'BANK 0', 'Micron', 'MTC40F2046')];
}
const end = [127, 4, 0, 0, 0, 0];
const modulesOf = (...devices: number[][]) =>
  memorySpecs(parseOutput(`\u001edmitable\n${hex([...devices.flat(), ...end])}\n`, ''), createMissing()).modules;

describe('the SMBIOS table', () => {
  it('tells modules with their sizes in all three ways, and no empty slots', () => {
    expect(
      modulesOf(
        device({ 0x0c: 16_384, 0x15: 3200, 0x20: 2933 }, {}, 0x1a),
        device({ 0x0c: 0 }, {}, 0x02),
        device({ 0x0c: 0x7fff, 0x20: 0xffff }, { 0x1c: 131_072, 0x58: 70_400 }, 0x22),
        device({ 0x0c: 0x8000 + 512, 0x15: 0, 0x20: 0 }, {}, 0x02),
        device({ 0x0c: 0xffff }, {}, 0x1a)
      ).map(({ bytes, type, megatransfers }) => [bytes, type, megatransfers])
    ).toEqual([
      [2 ** 34, 'DDR4', 2933],
      [2 ** 37, 'DDR5', 70_400],
      [512 * 1024, null, null],
    ]);
    expect(modulesOf(device({ 0x0c: 1024 }, {}, 0x18))).toEqual([
      { slot: 'A1', bytes: 2 ** 30, type: 'DDR3', megatransfers: null, manufacturer: 'Micron', partNumber: 'MTC40F2046' },
    ]);
  });

  it('ends where it is cut off, and knows no places that an old version has not', () => {
    const [old] = smbiosStructures(hex([17, 0x15, 0, 0, ...Array<number>(0x11).fill(0), 0, 0, 1, 200, 1]));
    expect([old?.type, old?.word(0x15), old?.text(0x17), old?.byte(0x12)]).toEqual([17, undefined, undefined, 0]);
    expect(smbiosStructures('')).toEqual([]);
    expect(smbiosStructures('od: no such file')).toEqual([]);
  });
});
