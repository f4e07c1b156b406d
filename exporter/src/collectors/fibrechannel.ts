import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { number } from './number.ts';

const hosts = '/sys/class/fc_host/*';
const texts = [
  ...['speed', 'port_state', 'port_type', 'port_id', 'port_name', 'fabric_name', 'dev_loss_tmo'],
  ...['symbolic_name', 'supported_classes', 'supported_speeds'],
];
/** Attributes with a leading 0x that is not part of the label. */
const hexadecimal = new Set(['port_id', 'port_name', 'fabric_name']);

/** Files of the directory statistics, name after node_fibrechannel_, meaning. */
const rows = [
  ['dumped_frames', 'dumped_frames', 'Frames dropped for want of memory.'],
  ['error_frames', 'error_frames', 'Frames with an error.'],
  ['fcp_packet_aborts', 'fcp_packet_aborts', 'Packets aborted.'],
  ['invalid_crc_count', 'invalid_crc', 'Frames with a wrong checksum.'],
  ['invalid_tx_word_count', 'invalid_tx_words', 'Words sent that were not valid.'],
  ['link_failure_count', 'link_failure', 'Times the link failed.'],
  ['loss_of_signal_count', 'loss_of_signal', 'Times the signal was lost.'],
  ['loss_of_sync_count', 'loss_of_sync', 'Times synchronisation was lost.'],
  ['nos_count', 'nos', 'Not-operational signals received.'],
  ['rx_frames', 'rx_frames', 'Frames received.'],
  ['rx_words', 'rx_words', 'Words received.'],
  ['seconds_since_last_reset', 'seconds_since_last_reset', 'Time since the counters were reset.'],
  ['tx_frames', 'tx_frames', 'Frames sent.'],
  ['tx_words', 'tx_words', 'Words sent.'],
] as const;
const names = [...texts, ...rows.map(([file]) => `statistics/${file}`)];

const set = familySet<string>({
  info: ['gauge', 'node_fibrechannel_info', 'What the Fibre Channel port is; always 1.'],
  ...Object.fromEntries(
    rows.map(([file, name, help]) => [file, ['counter', `node_fibrechannel_${name}_total`, help] as const])
  ),
});

/** Fibre Channel ports, of those that are known to be in some state. Numbers are hexadecimal, with 0x. */
export const fibrechannel: Collector = {
  name: 'fibrechannel',
  reads: attributeReads(hosts, names, 'slow'),
  runs: [directories],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, found] of attributes(snapshot, hosts, names)) {
      const fc_host = lastName(path);
      if (found.port_state === undefined || found.port_state === 'Unknown') {
        continue;
      }
      const known = texts.map(
        (name) => [name, (found[name] ?? '').replace(hexadecimal.has(name) ? /^0x/ : '', '')] as const
      );
      add('info', { fc_host, ...Object.fromEntries(known) }, 1);
      for (const [file] of rows) {
        const text = found[`statistics/${file}`];
        // All ones is what a driver says that does not count.
        if (text !== undefined && text !== '0xffffffffffffffff') {
          add(file, { fc_host }, number(text, `${path}/statistics/${file}`));
        }
      }
    }
    return unlessMissing(families(), snapshot, '/sys/class/fc_host');
  },
};
