import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsOutput } from './output.ts';

type Disk = SpecsData['disks'][number];

/** Devices that are made of others or of memory, and drives without a disk of their own. */
const notDisks = /^(loop|ram|zram|dm-|md|nbd|sr|fd|drbd|rbd|bcache|mtdblock)/;

/** udev's own findings about a block device, from its database. */
function udevOf(output: SpecsOutput, name: string): (key: string) => string | undefined {
  const device = output.file(`/sys/block/${name}/dev`);
  const properties = new Map(output.lines(`/run/udev/data/b${device}`).flatMap((line) => {
    const [, key, value] = /^E:(\w+)=(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  }));
  return (key) => properties.get(key);
}

/** The bus, from the place of the device in the tree of devices. */
function transportOf(link: string | undefined, name: string): string | null {
  const place = link ?? '';
  const found = ([['/nvme/', 'nvme'], ['/usb', 'usb'], ['/virtio', 'virtio'], ['/mmc_host/', 'mmc'], ['/ata', 'sata'], ['/vbd-', 'xen'], ['/sas_', 'sas'], ['/end_device-', 'sas'], ['/fc_', 'fc'], ['/session', 'iscsi'], ['/VMBUS', 'hyper-v']] as const).find(([part]) =>
    place.toLowerCase().includes(part.toLowerCase())
  )?.[1];
  return found ?? (name.startsWith('nvme') ? 'nvme' : /^xvd/.test(name) ? 'xen' : /\/host\d+\//.test(place) ? 'scsi' : null);
}

/** udev writes what a model has no place for as \x20. */
const decoded = (text: string | undefined): string | undefined => text?.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))).trim().replace(/\s+/g, ' ');

/** Numbers instead of names (virtio's 0x1af4), and ATA's place holder. */
const vendorOf = (text: string | undefined): string | null => (text === undefined || /^0x[0-9a-f]{4}$/i.test(text) || text === 'ATA' ? null : text);

export function diskSpecs(output: SpecsOutput): Disk[] {
  return output
    .paths(/^\/sys\/block\/[^/]+\/size$/)
    .map((path) => path.split('/')[3] as string)
    .filter((name) => !notDisks.test(name) && Number(output.file(`/sys/block/${name}/size`)) > 0)
    .map((name): Disk => {
      const of = (file: string): string | undefined => output.file(`/sys/block/${name}/${file}`);
      const udev = udevOf(output, name);
      const link = output.link(`/sys/block/${name}`);
      return {
        name,
        model: decoded(udev('ID_MODEL_ENC') ?? of('device/model') ?? of('device/name')) ?? null,
        vendor: vendorOf(of('device/vendor')),
        serial: udev('ID_SERIAL_SHORT') ?? of('device/serial') ?? of('serial') ?? null,
        firmware: udev('ID_REVISION') ?? of('device/firmware_rev') ?? of('device/rev') ?? null,
        // The kernel counts in sectors of 512 bytes, whatever the disk's own are.
        bytes: Number(of('size')) * 512,
        rotational: of('queue/rotational') === undefined ? null : of('queue/rotational') === '1',
        transport: transportOf(link, name),
      };
    });
}
