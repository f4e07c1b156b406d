import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { diskstats } from './diskstats.ts';
import { defaultSettings, parseSettings } from './settings.ts';

const collect = (text: string, settings = defaultSettings) =>
  linesOf(diskstats(settings).collect(fakeSnapshot({ files: { '/proc/diskstats': text } })));
const names = (lines: readonly string[]) => lines.map((line) => line.replace(/\{.*/, ''));

describe('diskstats', () => {
  it('has what a kernel counts: 14, 18 or 20 columns', () => {
    const old = collect('   8       0 sda 1 2 3 4 5 6 7 8 9 10 11\n');
    expect(old).toHaveLength(11);
    expect(old).toContain('node_disk_read_bytes_total{device="sda"} 1536');
    expect(old).toContain('node_disk_write_time_seconds_total{device="sda"} 0.008');
    expect(old).toContain('node_disk_io_now{device="sda"} 9');
    const discards = collect(' 8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n');
    expect(names(discards)).toContain('node_disk_discard_time_seconds_total');
    expect(names(discards)).not.toContain('node_disk_flush_requests_total');
    expect(collect(' 8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n')).toContain(
      'node_disk_flush_requests_time_seconds_total{device="sda"} 0.017'
    );
  });

  it('leaves out columns of kernels to come', () => {
    expect(collect(` 8 0 sda ${Array.from({ length: 25 }, (_, at) => at).join(' ')}\n`)).toHaveLength(17);
  });

  it('leaves out partitions, loops and ram disks by default', () => {
    const rows = ['sda', 'sda1', 'nvme0n1', 'nvme0n1p2', 'dm-0', 'loop0', 'ram3', 'zram0', 'md127', 'vdb', 'xvda1'];
    const found = collect(rows.map((name) => ` 8 0 ${name} 1 2 3 4 5 6 7 8 9 10 11\n`).join(''));
    expect(new Set(found.map((line) => /device="([^"]*)"/.exec(line)?.[1]))).toEqual(
      new Set(['sda', 'nvme0n1', 'dm-0', 'md127', 'vdb'])
    );
  });

  it('with an include pattern has what the default excludes', () => {
    const { settings } = parseSettings({ 'diskstats.device-include': '^sda1$' });
    expect(collect(' 8 1 sda1 1 2 3 4 5 6 7 8 9 10 11\n 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n', settings)).toHaveLength(11);
  });

  it('keeps counters beyond 2^53 as near as a double can be', () => {
    expect(collect(' 8 0 sda 18446744073709551615 0 0 0 0 0 0 0 0 0 0\n')).toContain(
      'node_disk_reads_completed_total{device="sda"} 18446744073709552000'
    );
  });

  it('takes words from udev and the serial number that is printed on the disk', () => {
    const snapshot = fakeSnapshot({
      files: {
        '/proc/diskstats': ' 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n 253 0 dm-0 1 2 3 4 5 6 7 8 9 10 11\n',
        '/run/udev/data/b8:0':
          'S:disk/by-id/x\nE:ID_MODEL=Fast Disk\nE:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:ID_ATA=1\nE:ID_ATA_WRITE_CACHE=1\n',
        '/run/udev/data/b253:0':
          'E:DM_NAME=vg-root\nE:DM_VG_NAME=vg\nE:DM_LV_NAME=root\nE:DM_UUID=LVM-1\nE:ID_FS_TYPE=ext4\nE:ID_FS_UUID=u=1\n',
        '/sys/block/sda/queue/rotational': '1\n',
      },
    });
    expect(linesOf(diskstats(defaultSettings).collectSlow?.(snapshot))).toEqual([
      'node_disk_ata_write_cache{device="sda"} 1',
      'node_disk_device_mapper_info{device="dm-0",lv_layer="",lv_name="root",name="vg-root",uuid="LVM-1",vg_name="vg"} 1',
      'node_disk_filesystem_info{device="dm-0",type="ext4",usage="",uuid="u=1",version=""} 1',
      'node_disk_info{device="dm-0",major="253",minor="0",model="",path="",revision="",rotational="0",serial="",wwn=""} 1',
      'node_disk_info{device="sda",major="8",minor="0",model="Fast Disk",path="",revision="",rotational="1",serial="short",wwn=""} 1',
    ]);
  });
});
