import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsOutput } from './output.ts';
import { vendorName, type PciDevice } from './pci.ts';

type Card = SpecsData['networkCards'][number];

/** Interfaces with a device behind them; bridges, tunnels and containers' ends have none. */
export function networkCardSpecs(output: SpecsOutput, pci: readonly PciDevice[]): Card[] {
  return output
    .paths(/^\/sys\/class\/net\/[^/]+\/address$/)
    .map((path) => path.split('/')[4] as string)
    .filter((name) => output.link(`/sys/class/net/${name}/device`) !== undefined)
    .map((name): Card => {
      const of = (file: string): string | undefined => output.file(`/sys/class/net/${name}/${file}`);
      const place = output.link(`/sys/class/net/${name}/device`) ?? '';
      // Behind a virtio card stands a PCI device that has its name: 0000:01:00.0/virtio0/net/enp1s0.
      const parent = /\/([^/]+)\/virtio\d+\/net\/[^/]+$/.exec(output.link(`/sys/class/net/${name}`) ?? '')?.[1];
      const device = pci.find(({ address }) => address === parent || place.endsWith(`/${address}`));
      const speed = Number(of('speed'));
      return {
        name,
        driver: output.link(`/sys/class/net/${name}/device/driver`)?.split('/').pop() ?? null,
        mac: of('address') ?? null,
        // A card without a link tells −1, or refuses to tell.
        mbitsPerSecond: speed > 0 ? speed : null,
        vendor: device?.vendor ?? vendorName(of('device/vendor') ?? ''),
        model: device?.model ?? null,
        bus: place.split('/').pop() ?? null,
      };
    });
}
