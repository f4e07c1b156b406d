import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import type { Vitals } from '../../../contract/vitals.ts';
import { Meter } from '../../components/Meter';
import { SimpleTable } from '../../components/SimpleTable';
import type { CheckId } from '../../../contract/check.ts';
import { levelOf, type InForce } from '../../components/inForce';
import { units } from '../../components/units';
import { useLimits } from '../../data/useLimits';

/** Everything behind the first numbers: mounts, disks, interfaces, CPUs, sensors. */
interface VitalsTablesProps {
  vitals: Vitals;
  server: string;
  inForce: (check: CheckId, item?: string) => InForce;
}

export function VitalsTables({ vitals, server, inForce }: VitalsTablesProps) {
  const styles = useStyles2(getStyles);
  const fullIn = new Map(useLimits(server).data?.filter(({ check }) => check === 'disk_full_in').map(({ item, value }) => [item, value]) ?? []);
  return (
    <div className={styles.tables}>
      <SimpleTable
        title="Mounts"
        head={['Mount', 'Used', '', 'Free', 'Size', 'Inodes', 'Full in', 'Type']}
        rows={vitals.mounts.map((mount) => [
          mount.mountpoint + (mount.readOnly === true ? ' (read-only)' : ''),
          <Share key="share" percent={mount.usedPercent} inForce={inForce('disk_space', mount.mountpoint)} />,
          mount.usedPercent === null ? '' : <Meter key="bar" percent={mount.usedPercent} label={mount.mountpoint} inForce={inForce('disk_space', mount.mountpoint)} />,
          units.bytes(mount.availableBytes),
          units.bytes(mount.sizeBytes),
          <Share key="inodes" percent={mount.inodesUsedPercent} inForce={inForce('disk_inodes', mount.mountpoint)} />,
          hoursText(fullIn.get(mount.mountpoint)),
          mount.fsType,
        ])}
      />
      <SimpleTable
        title="Disks"
        head={['Disk', 'Read', 'Written', 'Busy', 'Mean read', 'Mean write', 'Queue']}
        rows={vitals.disks.map((disk) => [disk.device, units.bytesPerSecond(disk.readBytesPerSecond), units.bytesPerSecond(disk.writtenBytesPerSecond), <Share key="busy" percent={disk.busyPercent} inForce={inForce('disk_busy', disk.device)} />, units.seconds(disk.readSeconds), units.seconds(disk.writeSeconds), units.load(disk.queueLength)])}
      />
      <SimpleTable
        title="Interfaces"
        head={['Interface', 'State', 'Received', 'Sent', 'Errors', 'Drops']}
        rows={vitals.interfaces.map((one) => [one.interface, one.up === null ? '–' : one.up ? 'up' : 'down', units.bytesPerSecond(one.receiveBytesPerSecond), units.bytesPerSecond(one.transmitBytesPerSecond), units.perSecond(one.errorsPerSecond), units.perSecond(one.dropsPerSecond)])}
      />
      <SimpleTable
        title="CPUs"
        head={['CPU', 'Used', '']}
        rows={(vitals.cpu?.each ?? []).map((one) => [one.cpu, units.percent(one.usedPercent), one.usedPercent === null ? '' : <Meter key="bar" percent={one.usedPercent} label={`CPU ${one.cpu}`} />])}
      />
      <SimpleTable
        title="Temperatures"
        head={['Sensor', 'Now', 'Critical']}
        rows={vitals.temperatures.map((one) => [one.label ?? `${one.chip} ${one.sensor}`, units.celsius(one.celsius), units.celsius(one.criticalCelsius)])}
      />
    </div>
  );
}

/** The colour belongs to the value that crossed its limit. */
function Share({ percent, inForce }: { percent: number | null; inForce: InForce }) {
  const level = levelOf(percent, inForce);
  const text = units.percent(percent);
  return level === null ? <span>{text}</span> : <Text color={level === 'critical' ? 'error' : 'warning'}>{text}</Text>;
}

/** What the exporter says for "not at this pace". */
const aYear = 8_760;

/** At the pace of the last hours; a dash where it does not fill, or is not known yet. */
const hoursText = (hours: number | null | undefined) => (hours === null || hours === undefined || hours >= aYear ? '–' : hours >= 48 ? `${Math.round(hours / 24)} d` : `${Math.round(hours)} h`);

const getStyles = (theme: GrafanaTheme2) => ({
  tables: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 460px), 1fr))', gap: theme.spacing(3), alignItems: 'start' }),
});
