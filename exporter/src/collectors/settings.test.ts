import { describe, expect, it } from '@jest/globals';
import { createCollectors } from './index.ts';
import { collectorOptions, defaultSettings, parseSettings } from './settings.ts';

describe('settings', () => {
  it('are the defaults where nothing is given', () => {
    expect(parseSettings({})).toEqual({ settings: defaultSettings, problems: [] });
  });
  it('name every wrong value at once', () => {
    const { problems } = parseSettings({ 'netdev.device-exclude': '(', 'cpu.info': 'yes', 'vmstat.fields': '(?=x)' });
    expect(problems.map(({ name }) => name).sort()).toEqual(['cpu.info', 'netdev.device-exclude', 'vmstat.fields']);
  });
  it('clear an exclude default when an include pattern is given, but not for systemd', () => {
    expect(parseSettings({ 'diskstats.device-include': 'sda' }).settings.option['diskstats.device-exclude']).toBe('');
    expect(parseSettings({ 'systemd.unit-include': 'ssh.*' }).settings.option['systemd.unit-exclude']).not.toBe('');
  });
  it('refuse both patterns of a pair', () => {
    expect(parseSettings({ 'netdev.device-include': 'a', 'netdev.device-exclude': 'b' }).problems).toEqual([
      { name: 'netdev.device-include', expected: 'empty, as netdev.device-exclude is set' },
    ]);
    expect(parseSettings({ 'systemd.unit-include': 'a', 'systemd.unit-exclude': 'b' }).problems).toEqual([]);
  });
  it('turn collectors off by name', () => {
    const names = (off: string[]) => createCollectors(parseSettings({}, off).settings).map(({ name }) => name);
    expect(names([])).toContain('systemd');
    expect(names(['systemd', 'zfs'])).toHaveLength(names([]).length - 2);
  });
  it('are explained', () => {
    expect(Object.values(collectorOptions).every(({ help }) => help.length > 3)).toBe(true);
  });
});
