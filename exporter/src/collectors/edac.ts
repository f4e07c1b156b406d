import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

const controllers = '/sys/devices/system/edac/mc/mc[0-9]*';
const controllerNames = ['ce_count', 'ce_noinfo_count', 'ue_count', 'ue_noinfo_count'] as const;
const rows = `${controllers}/csrow[0-9]*`;
const rowNames = ['ce_count', 'ue_count'] as const;
const channels = ['ch*_ce_count', 'ch*_ue_count', 'ch*_dimm_label'] as const;

const set = familySet({
  ce: ['counter', 'node_edac_correctable_errors_total', 'Memory errors the controller corrected.'],
  ue: ['counter', 'node_edac_uncorrectable_errors_total', 'Memory errors the controller could not correct.'],
  rowCe: ['counter', 'node_edac_csrow_correctable_errors_total', 'Memory errors corrected in the row.'],
  rowUe: ['counter', 'node_edac_csrow_uncorrectable_errors_total', 'Memory errors not corrected in the row.'],
  channelCe: ['counter', 'node_edac_channel_correctable_errors_total', 'Memory errors corrected in the channel.'],
  channelUe: ['counter', 'node_edac_channel_uncorrectable_errors_total', 'Memory errors not corrected in the channel.'],
});

/** `mc#0csrow#1channel#0` → `mc0_csrow1_channel0`, as node_exporter writes it. */
const dimmLabel = (text: string | undefined): string =>
  text === undefined
    ? 'unknown'
    : text.trim().replaceAll('#', '').replaceAll('csrow', '_csrow').replaceAll('channel', '_channel');

/** Kernel documentation, ABI/testing/sysfs-devices-edac: controllers, their rows, and the channels of a row. */
export const edac: Collector = {
  name: 'edac',
  reads: [
    ...attributeReads(controllers, controllerNames, 'slow'),
    ...attributeReads(rows, rowNames, 'slow'),
    ...attributeReads(rows, channels, 'slow'),
  ],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, found] of attributes(snapshot, controllers, controllerNames)) {
      const controller = path.slice(path.lastIndexOf('mc') + 2);
      const value = (name: (typeof controllerNames)[number]) => number(found[name], `${path}/${name}`);
      add('ce', { controller }, value('ce_count'));
      add('ue', { controller }, value('ue_count'));
      add('rowCe', { controller, csrow: 'unknown' }, value('ce_noinfo_count'));
      add('rowUe', { controller, csrow: 'unknown' }, value('ue_noinfo_count'));
    }
    for (const [path, found] of attributes(snapshot, rows, rowNames)) {
      const [, controller = '', csrow = ''] = /mc(\d+)\/csrow(\d+)$/.exec(path) ?? [];
      add('rowCe', { controller, csrow }, number(found.ce_count, path));
      add('rowUe', { controller, csrow }, number(found.ue_count, path));
    }
    for (const [key, kind] of [
      ['channelCe', 'ce'],
      ['channelUe', 'ue'],
    ] as const) {
      for (const path of snapshot.glob(`${rows}/ch*_${kind}_count`)) {
        const [, row = '', controller = '', csrow = '', channel = ''] =
          /^(.*mc(\d+)\/csrow(\d+))\/ch(\d+)_/.exec(path) ?? [];
        const dimm_label = dimmLabel(snapshot.read(`${row}/ch${channel}_dimm_label`));
        add(key, { channel, controller, csrow, dimm_label }, number(snapshot.read(path)?.trim(), path));
      }
    }
    return families();
  },
};
