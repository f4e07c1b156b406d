import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { numberOrNone } from './number.ts';

/** A line of /proc/diskstats as far as it names the device. */
export interface Disk {
  major: string;
  minor: string;
  device: string;
}

export const udevFiles = '/run/udev/data/b*:*';
export const rotationalFiles = '/sys/block/*/queue/rotational';

const set = familySet({
  info: ['gauge', 'node_disk_info', 'What is known of the block device in words; always 1.'],
  filesystem: ['gauge', 'node_disk_filesystem_info', 'Filesystem on the block device, by udev; always 1.'],
  mapper: ['gauge', 'node_disk_device_mapper_info', 'Device mapper names of the block device, by udev; always 1.'],
  ID_ATA_WRITE_CACHE: ['gauge', 'node_disk_ata_write_cache', '1 when the ATA disk has a write cache.'],
  ID_ATA_WRITE_CACHE_ENABLED: [
    'gauge',
    'node_disk_ata_write_cache_enabled',
    '1 when the write cache of the ATA disk is in use.',
  ],
  ID_ATA_ROTATION_RATE_RPM: [
    'gauge',
    'node_disk_ata_rotation_rate_rpm',
    'Rotations per minute of the ATA disk; 0 for flash.',
  ],
});
const ata = ['ID_ATA_WRITE_CACHE', 'ID_ATA_WRITE_CACHE_ENABLED', 'ID_ATA_ROTATION_RATE_RPM'] as const;

/** udev's database: a file for each device, with its properties as lines `E:KEY=VALUE`. */
function udevProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    if (line.startsWith('E:') && equals > 0) {
      properties.set(line.slice(2, equals), line.slice(equals + 1));
    }
  }
  return properties;
}

/** What udev and sysfs know of the block devices. */
export function diskInfo(snapshot: Snapshot, disks: readonly Disk[]): Family[] {
  const { add, families } = set();
  for (const { major, minor, device } of disks) {
    const udev = udevProperties(snapshot.read(`/run/udev/data/b${major}:${minor}`) ?? '');
    const value = (key: string) => udev.get(key) ?? '';
    const rotational = snapshot.read(`/sys/block/${device}/queue/rotational`)?.trim() === '1' ? '1' : '0';
    const serial = value('SCSI_IDENT_SERIAL') || value('ID_SERIAL_SHORT') || value('ID_SERIAL');
    const kind = { model: value('ID_MODEL'), path: value('ID_PATH'), revision: value('ID_REVISION') };
    add('info', { device, major, minor, ...kind, rotational, serial, wwn: value('ID_WWN') }, 1);
    if (value('ID_FS_TYPE') !== '') {
      add(
        'filesystem',
        {
          device,
          type: value('ID_FS_TYPE'),
          usage: value('ID_FS_USAGE'),
          uuid: value('ID_FS_UUID'),
          version: value('ID_FS_VERSION'),
        },
        1
      );
    }
    if (value('DM_NAME') !== '') {
      const volume = { lv_layer: value('DM_LV_LAYER'), lv_name: value('DM_LV_NAME') };
      add(
        'mapper',
        { device, ...volume, name: value('DM_NAME'), uuid: value('DM_UUID'), vg_name: value('DM_VG_NAME') },
        1
      );
    }
    for (const key of value('ID_ATA') === '' ? [] : ata) {
      const number = numberOrNone(udev.get(key));
      if (number !== undefined) {
        add(key, { device }, number);
      }
    }
  }
  return families();
}
