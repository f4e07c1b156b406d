import type { SpecsData } from '../../../../contract/specs.ts';
import type { MissingList } from './missing.ts';
import type { SpecsOutput } from './output.ts';

type Disk = SpecsData['disks'][number];

/**
 * Devices that are made of others or of memory, drives without a disk of their own, the single paths to an NVMe disk that has
 * several (nvme0c1n1, hidden by the kernel), and the boot partitions of an eMMC, which have names of their own.
 */
const notDisks = /^(loop|ram|zram|dm-|md|nbd|sr|fd|drbd|rbd|bcache|mtdblock|ubiblock|zd\d|nvme\d+c\d+n|mmcblk\d+(boot|rpmb|gp)\d)/;

/** Disks that a hypervisor makes up. It sets `rotational` as it likes: virtio_blk, for one, says 1 whatever lies below. */
const virtualBuses = new Set(['virtio', 'xen', 'hyper-v']);
const virtualDisk = /\b(QEMU|VMware|VBOX|Msft|BHYVE)\b|Virtual disk|Elastic Block Store|PersistentDisk/i;

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

export function diskSpecs(output: SpecsOutput, missing: MissingList): Disk[] {
  const untold: string[] = [];
  const unitSerials = new Map([...(output.section('unitserials') ?? '').matchAll(/^\/sys\/block\/([^/]+)\/device\/vpd_pg80:\s*(\S.*?)\s*$/gm)].map(([, name, serial]) => [name, serial] as const));
  const disks = output
    .paths(/^\/sys\/block\/[^/]+\/size$/)
    .map((path) => path.split('/')[3] as string)
    .filter((name) => !notDisks.test(name) && Number(output.file(`/sys/block/${name}/size`)) > 0)
    .map((name): Disk => {
      const of = (file: string): string | undefined => output.file(`/sys/block/${name}/${file}`);
      const udev = udevOf(output, name);
      const transport = transportOf(output.link(`/sys/block/${name}`), name);
      const model = decoded(udev('ID_MODEL_ENC') ?? of('device/model') ?? of('device/name')) ?? null;
      const vendor = vendorOf(of('device/vendor'));
      const isVirtual = virtualBuses.has(transport ?? '') || [model, vendor].some((text) => virtualDisk.test(text ?? ''));
      if (isVirtual) {
        untold.push(name);
      }
      return {
        name,
        model,
        vendor,
        // For a SCSI disk udev's ID_SERIAL_SHORT is its world wide name. Where there is no udev, the disk's own page 0x80 tells (SPC, "unit serial number").
        serial: udev('ID_SCSI_SERIAL') ?? udev('ID_SERIAL_SHORT') ?? of('device/serial') ?? of('serial') ?? unitSerials.get(name) ?? null,
        firmware: udev('ID_REVISION') ?? of('device/firmware_rev') ?? of('device/rev') ?? null,
        // The kernel counts in sectors of 512 bytes, whatever the disk's own are.
        bytes: Number(of('size')) * 512,
        rotational: isVirtual || of('queue/rotational') === undefined ? null : of('queue/rotational') === '1',
        transport,
      };
    });
  if (untold.length > 0) {
    missing.notTold('disks.rotational', `${untold.join(', ')}: a virtual disk does not tell whether it lies on rotating or solid state disks.`);
  }
  return disks;
}
