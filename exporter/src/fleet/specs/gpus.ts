import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsOutput } from './output.ts';
import type { PciDevice } from './pci.ts';

type Gpu = SpecsData['gpus'][number];

/** PCI base class 03 is a display controller; 12 a processing accelerator (PCI Code and ID Assignment). */
const isGpu = ({ class: code }: PciDevice): boolean => code.startsWith('03') || code.startsWith('12');

export function gpuSpecs(output: SpecsOutput, pci: readonly PciDevice[]): Gpu[] {
  const fromPci = pci.filter(isGpu).map(({ address, vendor, model, driver }): Gpu => {
    const nvidia = output.lines(`/proc/driver/nvidia/gpus/${address}/information`).find((line) => line.startsWith('Model:'));
    return { address, vendor, model: nvidia?.slice('Model:'.length).trim() ?? model, driver };
  });
  // Boards without PCI: the driver's name is all there is.
  const fromDrm = output.paths(/^\/sys\/class\/drm\/card\d+\/device\/uevent$/).flatMap((path): Gpu[] => {
    const lines = output.lines(path);
    const of = (key: string): string | undefined => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1);
    return lines.some((line) => line.startsWith('PCI_')) ? [] : [{ address: path.split('/')[4] as string, vendor: null, model: of('OF_COMPATIBLE_0') ?? null, driver: of('DRIVER') ?? null }];
  });
  return [...fromPci, ...fromDrm];
}
