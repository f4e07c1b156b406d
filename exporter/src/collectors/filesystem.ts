import { familySet } from '../metrics/familySet.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';
import { filesystemRun } from './filesystemRun.ts';
import { filter } from './filter.ts';
import { mountinfo, type Mount } from './mountinfo.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

/** The mounts as the login sees them: those it can ask about. */
const file = '/proc/self/mountinfo';

const set = familySet({
  size: ['gauge', 'node_filesystem_size_bytes', 'Size of the filesystem.'],
  free: ['gauge', 'node_filesystem_free_bytes', 'Space not in use, with what is kept for root.'],
  available: ['gauge', 'node_filesystem_avail_bytes', 'Space that users other than root can use.'],
  files: ['gauge', 'node_filesystem_files', 'Files the filesystem can hold.'],
  filesFree: ['gauge', 'node_filesystem_files_free', 'Files the filesystem can still take.'],
  readonly: ['gauge', 'node_filesystem_readonly', '1 when the filesystem can not be written.'],
  error: ['gauge', 'node_filesystem_device_error', '1 when the filesystem did not answer.'],
  mount: ['gauge', 'node_filesystem_mount_info', 'Device numbers of the mount; always 1.'],
});

/** What statfs said of one path. */
type Answer = { numbers: string[] } | { error: string; pid: string };

const answerOf = (error: string, pid = '0'): Answer => ({ error, pid });
/** Error texts as Go prints them, which is what the label `device_error` holds upstream. */
const goText = (text: string): string =>
  text === 'Stale file handle' ? 'stale NFS file handle' : text.charAt(0).toLowerCase() + text.slice(1);

/** Answers by path; the forms of the lines are described at the run. */
function answers(stdout: string): Map<string, Answer> {
  const found = new Map<string, Answer>();
  for (const line of stdout.split('\n')) {
    const fields = line.split(' ');
    if (line.startsWith('timeout ')) {
      found.set(fields.slice(2).join(' '), answerOf('mountpoint timeout', fields[1]));
    } else if (/^\d/.test(line)) {
      found.set(fields.slice(6).join(' '), { numbers: fields.slice(0, 6) });
    } else {
      const [, path, text] = /['"](\/.*)['"]: (.+)$/.exec(line) ?? [];
      if (path !== undefined && text !== undefined) {
        found.set(path, answerOf(goText(text)));
      }
    }
  }
  return found;
}

/** Filesystems of the kernel's own memory, and those that answer statfs(2) from it without waiting for a disk. */
const answering = new Set([
  'ext2',
  'ext3',
  'ext4',
  'tmpfs',
  'ramfs',
  'devtmpfs',
  'squashfs',
  'erofs',
  'iso9660',
  'proc',
  'sysfs',
  'cgroup',
  'cgroup2',
]);
/** Whether asking there can never hang: neither the mount itself nor one on the way to it. */
const alwaysAnswers = (path: string, all: readonly Mount[]): boolean =>
  all.every(
    (mount) =>
      answering.has(mount.fstype) ||
      !(path === mount.path || `${path}/`.startsWith(`${mount.path}/`) || mount.path === '/')
  );

/** Space and files of each mount that the settings keep. */
export function filesystem({ option }: CollectorSettings): Collector {
  const keptPoint = filter(option['filesystem.mount-points-include'], option['filesystem.mount-points-exclude']);
  const keptType = filter(option['filesystem.fs-types-include'], option['filesystem.fs-types-exclude']);
  const kept = (all: readonly Mount[]): Mount[] =>
    all.filter(({ mountpoint, fstype }) => keptPoint(mountpoint) && keptType(fstype));
  const asked = (snapshot: Snapshot) => answers(snapshot.run(filesystemRun.name)?.stdout ?? '');
  return {
    name: 'filesystem',
    reads: [{ path: file, tier: 'medium' }],
    runs: [
      {
        ...filesystemRun,
        args(snapshot) {
          const before = asked(snapshot);
          const all = mountinfo(snapshot.read(file) ?? '');
          const paths = [...new Set(kept(all).map(({ path }) => path))];
          const sure = paths.filter((path) => alwaysAnswers(path, all));
          const others = paths.filter((path) => !sure.includes(path));
          return [
            ...sure.flatMap((path) => ['-', path]),
            ...others.flatMap((path) => {
              const answer = before.get(path);
              return [answer !== undefined && 'pid' in answer ? answer.pid : '0', path];
            }),
          ];
        },
      },
    ],
    collect(snapshot) {
      if (snapshot.read(file) === undefined || snapshot.run(filesystemRun.name) === undefined) {
        return undefined;
      }
      const { add, families } = set();
      const found = asked(snapshot);
      const seen = new Set<string>();
      for (const { device, mountpoint, path, fstype, major, minor, readonly } of kept(mountinfo(snapshot.read(file) ?? ''))) {
        const answer = found.get(path);
        const id = [device, mountpoint, fstype].join('\0');
        if (answer === undefined || seen.has(id)) {
          continue;
        }
        seen.add(id);
        const labels = { device, device_error: 'error' in answer ? answer.error : '', fstype, mountpoint };
        add('error', labels, 'error' in answer ? 1 : 0);
        add('readonly', labels, readonly ? 1 : 0);
        if ('numbers' in answer) {
          const [blockSize = NaN, blocks = NaN, free = NaN, available = NaN, files = NaN, filesFree = NaN] =
            answer.numbers.map((text) => number(text, path));
          add('size', labels, blocks * blockSize);
          add('free', labels, free * blockSize);
          add('available', labels, available * blockSize);
          add('files', labels, files);
          add('filesFree', labels, filesFree);
          add('mount', { device, major, minor, mountpoint }, 1);
        }
      }
      return families();
    },
  };
}
