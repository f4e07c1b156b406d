import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Vitals } from '../../contract/vitals.ts';
import { Meter } from './Meter';
import { uptime, units } from './units';

/** The numbers a person looks at first, side by side. */
export function VitalsLine({ vitals, stale = false }: { vitals: Vitals; stale?: boolean }) {
  const styles = useStyles2(getStyles);
  const [receive, transmit] = [sum(vitals.interfaces.map((one) => one.receiveBytesPerSecond)), sum(vitals.interfaces.map((one) => one.transmitBytesPerSecond))];
  const mount = vitals.mounts[0];
  return (
    <div className={styles.line} data-stale={stale}>
      <Vital name="CPU" value={units.percent(vitals.cpu?.usedPercent)} percent={vitals.cpu?.usedPercent} more={vitals.cpu === null ? '' : `${vitals.cpu.threads} threads`} />
      <Vital name="Memory" value={units.percent(vitals.memory?.usedPercent)} percent={vitals.memory?.usedPercent} more={vitals.memory === null ? '' : `${units.bytes(vitals.memory.usedBytes)} of ${units.bytes(vitals.memory.totalBytes)}`} />
      <Vital name="Swap" value={units.percent(vitals.swap?.usedPercent)} percent={vitals.swap?.usedPercent} more={vitals.swap === null || vitals.swap.totalBytes === 0 ? 'none' : units.bytes(vitals.swap.totalBytes)} />
      <Vital name={mount === undefined ? 'Disk' : mount.mountpoint} value={units.percent(mount?.usedPercent)} percent={mount?.usedPercent} more={mount === undefined ? '' : `${units.bytes(mount.availableBytes)} free`} />
      <Vital name="Load" value={units.load(vitals.load?.load1)} more={vitals.load === null ? '' : `5 min ${units.load(vitals.load.load5)} · 15 min ${units.load(vitals.load.load15)}`} />
      <Vital name="Network" value={`↓ ${units.bytesPerSecond(receive)}`} more={`↑ ${units.bytesPerSecond(transmit)}`} />
      <Vital name="Up for" value={uptime(vitals.uptimeSeconds)} more="" />
    </div>
  );
}

const sum = (values: Array<number | null>) => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
};

function Vital({ name, value, more, percent }: { name: string; value: string; more: string; percent?: number | null | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.vital}>
      <div className={styles.name}>{name}</div>
      <div className={styles.value}>{value}</div>
      {percent !== undefined && percent !== null && <Meter percent={percent} label={name} />}
      <div className={styles.more}>{more}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: theme.spacing(1), width: '100%', '&[data-stale=true]': { opacity: 0.6 } }),
  vital: css({ background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default, padding: theme.spacing(1.5), minWidth: 0 }),
  name: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  value: css({ fontSize: theme.typography.h4.fontSize, fontVariantNumeric: 'tabular-nums' }),
  more: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontVariantNumeric: 'tabular-nums' }),
});
