import { attributeReads } from './attributes.ts';
import type { Collector } from './collector.ts';

const directory = '/sys/class/dmi/id';
const names =
  `bios_date bios_release bios_vendor bios_version board_asset_tag board_name board_serial board_vendor board_version
   chassis_asset_tag chassis_serial chassis_vendor chassis_version product_family product_name product_serial product_sku
   product_uuid product_version sys_vendor`.split(/\s+/);

/** What the firmware says of the machine. Serial numbers and the UUID are for root only: no label then. */
export const dmi: Collector = {
  name: 'dmi',
  reads: attributeReads(directory, names, 'static'),
  collect(snapshot) {
    const found = names.map(
      (name) => [name === 'sys_vendor' ? 'system_vendor' : name, snapshot.read(`${directory}/${name}`)?.trim()] as const
    );
    const labels = Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
    return Object.keys(labels).length === 0
      ? undefined
      : [
          {
            type: 'gauge',
            name: 'node_dmi_info',
            help: 'The machine, by its firmware; always 1.',
            samples: [{ labels, value: 1 }],
          },
        ];
  },
};
