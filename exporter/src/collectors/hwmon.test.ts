import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { hwmon } from './hwmon.ts';
import { defaultSettings, parseSettings } from './settings.ts';

const base = '/sys/class/hwmon';
const coretemp = {
  files: {
    [`${base}/hwmon0/name`]: 'coretemp\n',
    [`${base}/hwmon0/temp1_input`]: '45000\n',
    [`${base}/hwmon0/temp1_label`]: 'Package id 0\n',
    [`${base}/hwmon0/temp1_crit_alarm`]: '1\n',
    [`${base}/hwmon0/temp1_type`]: '4\n',
    [`${base}/hwmon0/in0_input`]: '1250\n',
    [`${base}/hwmon0/fan1_input`]: '900\n',
    [`${base}/hwmon0/fan1_alarm`]: '0\n',
    [`${base}/hwmon0/curr1_input`]: '2000\n',
    [`${base}/hwmon0/power1_average`]: '1500000\n',
    [`${base}/hwmon0/energy1_input`]: '3000000\n',
    [`${base}/hwmon0/pwm1`]: '128\n',
    [`${base}/hwmon0/pwm1_enable`]: '2\n',
    [`${base}/hwmon0/update_interval`]: '2000\n',
    [`${base}/hwmon0/beep_enable`]: '1\n',
    [`${base}/hwmon0/temp2_input`]: 'N/A\n',
  },
  links: {
    [`${base}/hwmon0`]: '../../devices/platform/coretemp.0/hwmon/hwmon0',
    [`${base}/hwmon0/device`]: '../../../coretemp.0',
  },
};
const collect = (server: Parameters<typeof fakeSnapshot>[0], settings = defaultSettings) =>
  linesOf(hwmon(settings).collect(fakeSnapshot(server)));

describe('hwmon', () => {
  it('names the chip by its device, and has units as the kernel documents them', () => {
    const of = '{chip="platform_coretemp_0",sensor=';
    expect(collect(coretemp)).toEqual([
      'node_hwmon_beep_enabled{chip="platform_coretemp_0",sensor="beep_enable0"} 1',
      'node_hwmon_chip_names{chip="platform_coretemp_0",chip_name="coretemp"} 1',
      `node_hwmon_curr_amps${of}"curr1"} 2`,
      `node_hwmon_energy_joule_total${of}"energy1"} 3`,
      `node_hwmon_fan_alarm${of}"fan1"} 0`,
      `node_hwmon_fan_rpm${of}"fan1"} 900`,
      `node_hwmon_in_volts${of}"in0"} 1.25`,
      `node_hwmon_power_average_watt${of}"power1"} 1.5`,
      `node_hwmon_pwm_enable${of}"pwm1"} 2`,
      `node_hwmon_pwm${of}"pwm1"} 128`,
      'node_hwmon_sensor_label{chip="platform_coretemp_0",label="Package id 0",sensor="temp1"} 1',
      `node_hwmon_temp_celsius${of}"temp1"} 45`,
      `node_hwmon_temp_crit_alarm_celsius${of}"temp1"} 0.001`,
      `node_hwmon_temp_type${of}"temp1"} 4`,
      'node_hwmon_update_interval_seconds{chip="platform_coretemp_0",sensor="update_interval0"} 2',
    ]);
  });

  it('tells chips of one device apart, by their names or by their numbers', () => {
    const chip = (number: number, name: string) => ({
      files: { [`${base}/hwmon${number}/name`]: `${name}\n`, [`${base}/hwmon${number}/temp1_input`]: '1000\n' },
      links: {
        [`${base}/hwmon${number}`]: `../../devices/platform/wmi/hwmon/hwmon${number}`,
        [`${base}/hwmon${number}/device`]: '../../../wmi',
      },
    });
    const [one, two, three] = [chip(0, 'fan'), chip(1, 'wmi'), chip(2, 'wmi')];
    const files = { ...one.files, ...two.files, ...three.files };
    const links = { ...one.links, ...two.links, ...three.links };
    expect(collect({ files, links }).filter((line) => line.startsWith('node_hwmon_temp'))).toEqual([
      'node_hwmon_temp_celsius{chip="platform_wmi_fan",sensor="temp1"} 1',
      'node_hwmon_temp_celsius{chip="platform_wmi_hwmon1",sensor="temp1"} 1',
      'node_hwmon_temp_celsius{chip="platform_wmi_hwmon2",sensor="temp1"} 1',
    ]);
  });

  it('takes the name file where there is no device, then the number', () => {
    expect(
      collect({ files: { [`${base}/hwmon0/name`]: 'acpitz\n', [`${base}/hwmon0/temp1_input`]: '1000\n' } })
    ).toContain('node_hwmon_temp_celsius{chip="acpitz",sensor="temp1"} 1');
    expect(collect({ files: { [`${base}/hwmon3/temp1_input`]: '1000\n' } })).toEqual([
      'node_hwmon_temp_celsius{chip="hwmon3",sensor="temp1"} 1',
    ]);
  });

  it('keeps to the settings', () => {
    expect(collect(coretemp, parseSettings({ 'hwmon.chip-exclude': 'coretemp' }).settings)).toEqual([]);
    expect(
      collect(coretemp, parseSettings({ 'hwmon.sensor-include': '^platform_coretemp_0;fan1$' }).settings)
    ).toHaveLength(3);
  });

  it('has nothing where there is nothing, and knows whether the kernel has the class', () => {
    const told = (stdout: string) => hwmon(defaultSettings).collect(fakeSnapshot({ runs: { directories: stdout } }));
    expect(told('/sys/class/net\n')).toBeUndefined();
    expect(told('/sys/class/hwmon\n')).toEqual([]);
  });
});
