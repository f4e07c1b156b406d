import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { filesystem } from './filesystem.ts';
import { mountinfo } from './mountinfo.ts';
import { defaultSettings, parseSettings } from './settings.ts';

const file = '/proc/self/mountinfo';
const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:5 / /proc rw - proc proc rw
24 22 0:6 / /run rw - tmpfs tmpfs rw,size=10k
25 22 8:2 / /data\\040disk ro,noatime master:2 propagate_from:3 - xfs /dev/sdb1 rw
26 22 0:44 / /mnt/nfs rw - nfs4 nas:/x rw,vers=4
27 22 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
28 22 0:45 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
29 22 8:3 / /emergency rw - ext4 /dev/sdc1 rw,emergency_ro
`;
const collector = filesystem(defaultSettings);
const snapshot = (answers?: string) =>
  fakeSnapshot({ files: { [file]: mounts }, runs: answers === undefined ? {} : { filesystem: answers } });
const argsOf = (one = snapshot(), maker = collector) => maker.runs?.[0]?.args?.(one);

describe('filesystem', () => {
  it('asks each mount that the settings keep, once', () => {
    expect(argsOf()).toEqual(['-', '/', '-', '/run', '-', '/emergency', '0', '/data disk', '0', '/mnt/nfs']);
    const { settings } = parseSettings({ 'filesystem.fs-types-include': '^xfs$' });
    expect(argsOf(snapshot(), filesystem(settings))).toEqual(['0', '/data disk']);
  });

  it('watches over the process that asks a mount which may hang, or lies behind one', () => {
    const behind = `${mounts}30 26 8:4 / /mnt/nfs/disk rw - ext4 /dev/sdd1 rw\n31 22 8:5 / /mnt/nfs2 rw - ext4 /dev/sde1 rw\n`;
    const args = argsOf(fakeSnapshot({ files: { [file]: behind } }));
    expect(args).toEqual(
      ['- /', '- /run', '- /emergency', '- /mnt/nfs2', '0 /data disk', '0 /mnt/nfs', '0 /mnt/nfs/disk'].flatMap(
        (pair) => [pair.slice(0, 1), pair.slice(2)]
      )
    );
    const overNfs = mounts.replace('ext4 /dev/sda1', 'nfs4 nas:/root');
    expect(argsOf(fakeSnapshot({ files: { [file]: overNfs } }))).not.toContain('-');
  });

  it('names the process that is stuck in a mount', () => {
    expect(argsOf(snapshot('timeout 4711 /mnt/nfs\n4096 1 1 1 1 1 /\n'))).toEqual(
      expect.arrayContaining(['4711', '/mnt/nfs'])
    );
  });

  it('has sizes of those that answered, and an error of those that did not', () => {
    const answers = `4096 100 60 50 1000 900 /
stat: cannot read file system information for '/data disk': Permission denied
4096 10 10 10 5 4 /run
timeout 4711 /mnt/nfs
stat: cannot read file system information for "/emergency": Stale file handle
`;
    const lines = linesOf(collector.collect(snapshot(answers)));
    expect(lines).toContain(
      'node_filesystem_size_bytes{device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/"} 409600'
    );
    expect(lines).toContain(
      'node_filesystem_avail_bytes{device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/"} 204800'
    );
    expect(lines).toContain(
      'node_filesystem_files_free{device="tmpfs",device_error="",fstype="tmpfs",mountpoint="/run"} 4'
    );
    expect(lines).toContain('node_filesystem_mount_info{device="/dev/sda1",major="8",minor="1",mountpoint="/"} 1');
    expect(lines).toContain(
      'node_filesystem_device_error{device="/dev/sdb1",device_error="permission denied",fstype="xfs",mountpoint="/data disk"} 1'
    );
    expect(lines).toContain(
      'node_filesystem_readonly{device="/dev/sdb1",device_error="permission denied",fstype="xfs",mountpoint="/data disk"} 1'
    );
    expect(lines).toContain(
      'node_filesystem_device_error{device="nas:/x",device_error="mountpoint timeout",fstype="nfs4",mountpoint="/mnt/nfs"} 1'
    );
    expect(lines).toContain(
      'node_filesystem_readonly{device="/dev/sdc1",device_error="stale NFS file handle",fstype="ext4",mountpoint="/emergency"} 1'
    );
    expect(lines.filter((line) => line.startsWith('node_filesystem_size_bytes'))).toHaveLength(2);
  });

  it('says nothing of a mount that came after the question, nor before the first answer', () => {
    expect(
      linesOf(collector.collect(snapshot('4096 100 60 50 1000 900 /\n'))).every((line) =>
        line.includes('mountpoint="/"')
      )
    ).toBe(true);
    expect(collector.collect(snapshot())).toBeUndefined();
    expect(collector.collect(fakeSnapshot())).toBeUndefined();
  });
});

describe('mountinfo', () => {
  it('decodes the path in full, and the label as node_exporter does', () => {
    expect(mountinfo('1 2 8:1 / /a\\040b\\011c\\134d rw - ext4 /dev/x\\040y rw\n')[0]).toMatchObject({
      mountpoint: '/a b\tc\\134d',
      path: '/a b\tc\\d',
      device: '/dev/x\\040y',
    });
  });
  it('fails on what it does not know', () => {
    expect(() => mountinfo('garbage\n')).toThrow('mountinfo');
  });
});
