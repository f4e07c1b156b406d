import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Vitals } from '../../../contract/vitals.ts';
import { Meter } from '../../components/Meter';
import { SimpleTable } from '../../components/SimpleTable';
import { units } from '../../components/units';

/** Everything behind the first numbers: mounts, disks, interfaces, CPUs, sensors. */
export function VitalsTables({ vitals }: { vitals: Vitals }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.tables}>
      <SimpleTable
        title="Mounts"
        head={['Mount', 'Used', '', 'Free', 'Size', 'Inodes', 'Type']}
        rows={vitals.mounts.map((mount) => [
          mount.mountpoint + (mount.readOnly === true ? ' (read-only)' : ''),
          units.percent(mount.usedPercent),
          mount.usedPercent === null ? '' : <Meter key="bar" percent={mount.usedPercent} label={mount.mountpoint} />,
          units.bytes(mount.availableBytes),
          units.bytes(mount.sizeBytes),
          units.percent(mount.inodesUsedPercent),
          mount.fsType,
        ])}
      />
      <SimpleTable
        title="Disks"
        head={['Disk', 'Read', 'Written', 'Busy', 'Mean read', 'Mean write', 'Queue']}
        rows={vitals.disks.map((disk) => [disk.device, units.bytesPerSecond(disk.readBytesPerSecond), units.bytesPerSecond(disk.writtenBytesPerSecond), units.percent(disk.busyPercent), units.seconds(disk.readSeconds), units.seconds(disk.writeSeconds), units.load(disk.queueLength)])}
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

const getStyles = (theme: GrafanaTheme2) => ({
  tables: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 460px), 1fr))', gap: theme.spacing(3), alignItems: 'start' }),
});
