import type { SpecsOutput } from './output.ts';

export interface PciDevice {
  address: string;
  /** PCI class code, six hexadecimal digits at most: 0300xx is a display, 0200xx Ethernet. */
  class: string;
  driver: string | null;
  vendor: string | null;
  model: string | null;
}

/** Vendors whose cards stand in most servers; lspci knows all of them where it is installed. */
const vendors: Record<string, string> = {
  '1002': 'AMD', '10de': 'NVIDIA', '8086': 'Intel', '1af4': 'Red Hat (virtio)', '15ad': 'VMware', '1414': 'Microsoft', '1a03': 'ASPEED', '102b': 'Matrox', '1234': 'QEMU',
  '14e4': 'Broadcom', '15b3': 'Mellanox', '10ec': 'Realtek', '1d0f': 'Amazon', '1ae0': 'Google', '1077': 'QLogic', '19a2': 'Emulex', '1924': 'Solarflare', '1425': 'Chelsio',
};

export const vendorName = (id: string): string | null => vendors[id.toLowerCase().replace(/^0x/, '')] ?? null;

/** What lspci says of numbers that its list does not know. */
const nameless = /^(Vendor|Device) [0-9a-f]{4}$/;

/** `lspci -mm`: the short address, then class, vendor and device in quotes. */
function namesOf(output: SpecsOutput): Map<string, { vendor: string | undefined; model: string | undefined }> {
  const names = new Map<string, { vendor: string | undefined; model: string | undefined }>();
  const known = (name: string): string | undefined => (nameless.test(name) ? undefined : name);
  for (const line of (output.section('lspci') ?? '').split('\n')) {
    const [, address, vendor, model] = /^(\S+) "[^"]*" "([^"]*)" "([^"]*)"/.exec(line) ?? [];
    if (address !== undefined && vendor !== undefined && model !== undefined) {
      names.set(address, { vendor: known(vendor), model: known(model) });
    }
  }
  return names;
}

export function pciDevices(output: SpecsOutput): PciDevice[] {
  const names = namesOf(output);
  return output.paths(/^\/sys\/bus\/pci\/devices\/[^/]+\/uevent$/).map((path) => {
    const address = path.split('/')[5] as string;
    const of = (key: string): string | undefined => output.lines(path).find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1);
    const [vendorId = '', deviceId = ''] = (of('PCI_ID') ?? '').split(':');
    const named = names.get(address) ?? names.get(address.replace(/^0000:/, ''));
    return {
      address,
      class: (of('PCI_CLASS') ?? '').padStart(6, '0'),
      driver: of('DRIVER') ?? null,
      vendor: named?.vendor ?? vendorName(vendorId),
      model: named?.model ?? (deviceId === '' ? null : `${vendorId}:${deviceId}`.toLowerCase()),
    };
  });
}
