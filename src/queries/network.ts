import type { Panel } from './panel.ts';

const device = 'device!~"lo|veth.*|docker.*|br-.*|cali.*|flannel.*"';
const rate = (family: string, server: string) => `rate(node_network_${family}_total{${server}, ${device}}[$__rate_interval])`;

export const networkReceived = (server: string) => `sum by (instance) (${rate('receive_bytes', server)})`;
export const networkSent = (server: string) => `sum by (instance) (${rate('transmit_bytes', server)})`;

const inAndOut = (title: string, unit: string, what: string, server: string): Panel => ({
  title,
  type: 'timeseries',
  unit,
  queries: [
    { expr: rate(`receive_${what}`, server), legend: '{{device}} received' },
    { expr: `-${rate(`transmit_${what}`, server)}`, legend: '{{device}} sent' },
  ],
});

export const networkPanels = (server: string): Panel[] => [
  inAndOut('Traffic', 'binBps', 'bytes', server),
  inAndOut('Packets', 'pps', 'packets', server),
  inAndOut('Errors', 'pps', 'errs', server),
  inAndOut('Drops', 'pps', 'drop', server),
  {
    title: 'Sockets',
    type: 'timeseries',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `node_sockstat_TCP_inuse{${server}}`, legend: 'TCP in use' },
      { expr: `node_sockstat_TCP_tw{${server}}`, legend: 'TCP time-wait' },
      { expr: `node_sockstat_UDP_inuse{${server}}`, legend: 'UDP in use' },
      { expr: `node_sockstat_sockets_used{${server}}`, legend: 'all' },
    ],
  },
  {
    title: 'TCP retransmits and resets',
    type: 'timeseries',
    unit: 'pps',
    min: 0,
    queries: [
      { expr: `rate(node_netstat_Tcp_RetransSegs{${server}}[$__rate_interval])`, legend: 'retransmitted segments' },
      { expr: `rate(node_netstat_Tcp_OutRsts{${server}}[$__rate_interval])`, legend: 'resets sent' },
      { expr: `rate(node_netstat_TcpExt_ListenDrops{${server}}[$__rate_interval])`, legend: 'listen drops' },
    ],
  },
];
