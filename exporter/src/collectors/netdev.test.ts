import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { netdev } from './netdev.ts';
import { defaultSettings, parseSettings } from './settings.ts';

const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const collect = (text: string, settings = defaultSettings) =>
  linesOf(netdev(settings).collect(fakeSnapshot({ files: { '/proc/net/dev': head + text } })));

describe('netdev', () => {
  it('reads a name with and without a space after its colon', () => {
    const lines = collect(
      '    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nenp3s0f1:17 18 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n'
    );
    expect(lines).toHaveLength(32);
    expect(lines).toContain('node_network_receive_bytes_total{device="enp3s0f1"} 17');
    expect(lines).toContain('node_network_transmit_compressed_total{device="lo"} 16');
    expect(lines).toContain('node_network_receive_multicast_total{device="lo"} 8');
  });

  it('reads the name of an alias, which has a colon itself', () => {
    expect(collect('eth0:1: 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n')).toContain(
      'node_network_receive_bytes_total{device="eth0:1"} 5'
    );
  });

  it('keeps to the settings', () => {
    const rows = 'lo: 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\neth0: 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n';
    const { settings } = parseSettings({ 'netdev.device-exclude': '^lo$' });
    expect(collect(rows, settings).every((line) => line.includes('"eth0"'))).toBe(true);
  });

  it('takes what /proc/net/dev lacks from sysfs', () => {
    const snapshot = fakeSnapshot({
      files: { '/proc/net/dev': head, '/sys/class/net/eth0/statistics/rx_nohandler': '42\n' },
    });
    expect(linesOf(netdev(defaultSettings).collectSlow?.(snapshot))).toEqual([
      'node_network_receive_nohandler_total{device="eth0"} 42',
    ]);
  });

  it('fails on a line it does not understand', () => {
    expect(() => collect('eth0: 1 2 3\n')).toThrow('/proc/net/dev');
  });
});
