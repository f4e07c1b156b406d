import { describe, expect, it } from '@jest/globals';
import { single, type Family } from './family.ts';
import { packFamilies, unpackFamilies } from './packedFamilies.ts';

const family = (name: string, ...devices: string[]): Family => ({
  name,
  help: 'Help.',
  type: 'gauge',
  samples: devices.map((device, value) => ({ labels: { device }, value })),
});

const thereAndBack = (families: readonly Family[]) =>
  unpackFamilies(packFamilies(families)).map(({ name, help, type, samples }) => ({ name, help, type, samples }));

describe('packedFamilies', () => {
  it('gives back what was packed', () => {
    const families = [
      family('pack_a', 'sda', 'sdb'),
      family('pack_none'),
      { ...family('pack_b', 'lo'), help: 'Other.' },
    ];
    families[0]?.samples.forEach((sample) => (sample.value = NaN));
    expect(thereAndBack(families)).toEqual(families);
    expect(thereAndBack([])).toEqual([]);
  });

  it('keeps equal families of two servers once, but for their values', () => {
    const [one, other] = [packFamilies([family('pack_c', 'sda')]), packFamilies([family('pack_c', 'sda')])];
    expect(other.heads[0]).toBe(one.heads[0]);
  });

  it('keeps the list of families of servers of a kind once', () => {
    const kind = (device: string) => packFamilies([family('pack_i', 'sda'), family('pack_j', device)]).heads;
    const first = kind('sda');
    expect(kind('sdb')).not.toBe(first);
    expect(kind('sda')).toBe(first);
  });

  it('gives back what was kept, with the new values, while the families are the same', () => {
    const at = (value: number) => [single('gauge', 'pack_k', 'Help.', 1), single('gauge', 'pack_l', 'Help.', value)];
    const before = packFamilies(at(NaN));
    for (const value of [NaN, 0, 2, -0, 1e300, 3]) {
      expect(packFamilies(at(value), before)).toBe(before);
      expect(before.values).toEqual([1, value]);
    }
    // A collector gives back what it made before, and one family anew.
    const [first] = unpackFamilies(before) as [Family];
    expect(packFamilies([first, single('gauge', 'pack_l', 'Help.', 4)], before).values).toEqual([1, 4]);
    expect(packFamilies(at(NaN).slice(0, 1), before).values).toEqual([1]);
    expect(before.values).toEqual([1, 4]);
  });

  it('takes the heads of the server before, also where a fleet has many kinds', () => {
    const mine = [family('pack_g', 'mine'), family('pack_h', 'sda')];
    const before = packFamilies(mine);
    for (let other = 0; other < 10; other += 1) {
      packFamilies([family('pack_g', `other${other}`)]);
    }
    expect(packFamilies(structuredClone(mine), before).heads).toBe(before.heads);
    const [changed, same] = packFamilies([family('pack_g', 'new'), family('pack_h', 'sda')], before).heads;
    expect(changed?.labels).toEqual([{ device: 'new' }]);
    expect(same).toBe(before.heads[1]);
  });

  it('keeps others apart: in labels, in their number, in type and HELP', () => {
    const first = family('pack_d', 'sda', 'sdb');
    const others: Family[] = [
      family('pack_d', 'sda', 'sdc'),
      family('pack_d', 'sda'),
      { ...first, type: 'counter' },
      { ...first, help: 'Another.' },
    ];
    packFamilies([first]);
    for (const other of others) {
      expect(thereAndBack([other])).toEqual([other]);
    }
  });

  it('tells kinds that take turns apart, however many', () => {
    const kinds = ['a', 'b', 'c', 'd', 'e', 'f'].map((device) => family('pack_e', device));
    for (const kind of [...kinds, ...kinds]) {
      expect(thereAndBack([kind])).toEqual([kind]);
    }
  });
});
