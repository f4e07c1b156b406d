import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';

const filesystems = '/sys/fs/bcachefs/*-*';
const names = ['btree_cache_size', 'compression_stats', 'errors', 'btree_write_stats'] as const;
const counters = `${filesystems}/counters/*`;
const devices = `${filesystems}/dev-[0-9]*`;
const deviceNames = ['label', 'state', 'bucket_size', 'nbuckets', 'durability', 'io_done', 'io_errors'] as const;

const set = familySet({
  info: ['gauge', 'node_bcachefs_info', 'The filesystem; always 1.'],
  cache: ['gauge', 'node_bcachefs_btree_cache_size_bytes', 'Memory of the tree cache.'],
  compressed: ['gauge', 'node_bcachefs_compression_compressed_bytes', 'Compressed data, as it is on the devices.'],
  uncompressed: ['gauge', 'node_bcachefs_compression_uncompressed_bytes', 'Compressed data, as files have it.'],
  errors: ['counter', 'node_bcachefs_errors_total', 'Errors found in the filesystem.'],
  writes: ['counter', 'node_bcachefs_btree_writes_total', 'Tree writes by reason.'],
  writeSize: ['gauge', 'node_bcachefs_btree_write_average_size_bytes', 'Size of a tree write.'],
  device: ['gauge', 'node_bcachefs_device_info', 'The device; always 1.'],
  bucketSize: ['gauge', 'node_bcachefs_device_bucket_size_bytes', 'Size of a bucket.'],
  buckets: ['gauge', 'node_bcachefs_device_buckets', 'Buckets of the device.'],
  durability: ['gauge', 'node_bcachefs_device_durability', 'Copies that one on this device counts for.'],
  io: ['counter', 'node_bcachefs_device_io_done_bytes_total', 'Data read and written.'],
  ioErrors: ['counter', 'node_bcachefs_device_io_errors_total', 'Failed reads and writes.'],
});

/** `48.9G`: a power of 1024, cut to whole bytes. */
function humanNumber(text: string | undefined, where: string): number {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?)([kKmMgGtTpPeE]?)$/.exec(text ?? '') ?? [];
  return Math.floor(number(value, where) * 1024 ** (unit === '' ? 0 : 'kmgtpe'.indexOf(unit.toLowerCase()) + 1));
}

/** Lines `KEY: VALUE` below a line `OPERATION:`. */
function done(text: string): Array<[operation: string, type: string, value: string]> {
  let operation = '';
  return lines(text).flatMap((line) => {
    const [head = '', value = ''] = line.split(':').map((part) => part.trim());
    operation = value === '' ? head : operation;
    return value === '' ? [] : [[operation, head, value]];
  });
}

/** Counters by name of file, which differ between kernels: a family each. */
function counterFamilies(paths: readonly string[], read: (path: string) => string | undefined): Family[] {
  const families = new Map<string, Family>();
  for (const path of paths) {
    const key = lastName(path);
    const value = /^since filesystem creation:\s*(\S+)/m.exec(read(path) ?? '')?.[1];
    const name = `node_bcachefs_${key.replace(/[^a-zA-Z0-9_]/g, '_')}_total`;
    const family = families.get(name) ?? {
      type: 'counter',
      name,
      help: `Counter ${key} of the filesystem.`,
      samples: [],
    };
    family.samples.push({ labels: { uuid: path.split('/')[4] ?? '' }, value: humanNumber(value, path) });
    families.set(name, family);
  }
  return [...families.values()];
}

/** Kernel documentation, filesystems/bcachefs. */
export const bcachefs: Collector = {
  name: 'bcachefs',
  reads: [
    ...attributeReads(filesystems, names, 'slow'),
    { path: counters, tier: 'slow' },
    ...attributeReads(devices, deviceNames, 'slow'),
  ],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, found] of attributes(snapshot, filesystems, names)) {
      const uuid = lastName(path);
      add('info', { uuid }, 1);
      add('cache', { uuid }, humanNumber(found.btree_cache_size, path));
      for (const [algorithm = '', compressed, uncompressed] of lines(found.compression_stats ?? '')
        .slice(1)
        .map(words)) {
        add('compressed', { algorithm, uuid }, humanNumber(compressed, path));
        add('uncompressed', { algorithm, uuid }, humanNumber(uncompressed, path));
      }
      for (const [error_type = '', count] of lines(found.errors ?? '').map(words)) {
        add('errors', { error_type, uuid }, number(count, path));
      }
      for (const [kind = '', count, size] of lines(found.btree_write_stats ?? '')
        .slice(1)
        .map(words)) {
        const type = kind.replace(/:$/, '');
        add('writes', { type, uuid }, number(count, path));
        add('writeSize', { type, uuid }, humanNumber(size, path));
      }
    }
    for (const [path, found] of attributes(snapshot, devices, deviceNames)) {
      const uuid = path.split('/')[4] ?? '';
      const device = lastName(path).slice('dev-'.length);
      add('device', { device, label: found.label ?? '', state: found.state ?? '', uuid }, 1);
      add('bucketSize', { device, uuid }, humanNumber(found.bucket_size, path));
      add('buckets', { device, uuid }, number(found.nbuckets, path));
      add('durability', { device, uuid }, number(found.durability, path));
      for (const [operation, data_type, value] of done(found.io_done ?? '')) {
        add('io', { data_type, device, operation, uuid }, number(value, path));
      }
      const [, sinceCreation = ''] =
        /^IO errors since filesystem creation\n([^]*?)(?:^IO errors|$(?!\n))/m.exec(found.io_errors ?? '') ?? [];
      for (const line of lines(sinceCreation)) {
        const [type = '', value] = line.split(':').map((part) => part.trim());
        add('ioErrors', { device, type, uuid }, number(value, path));
      }
    }
    const found = [...families(), ...counterFamilies(snapshot.glob(counters), (path) => snapshot.read(path))];
    return found.length > 0 ? found : undefined;
  },
};
