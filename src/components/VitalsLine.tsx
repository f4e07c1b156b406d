import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { CheckId } from '../../contract/check.ts';
import type { Vitals } from '../../contract/vitals.ts';
import { firstLimit, levelOf, type InForce } from './inForce';
import { Meter } from './Meter';
import { uptime, units } from './units';

interface VitalsLineProps {
  vitals: Vitals;
  stale?: boolean;
  /** The limits of this server, to hold the numbers against. */
  inForce?: (check: CheckId, item?: string) => InForce;
}

/** The numbers a person looks at first, side by side, each with the limit in force. */
export function VitalsLine({ vitals, stale = false, inForce }: VitalsLineProps) {
  const styles = useStyles2(getStyles);
  const [receive, transmit] = [sum(vitals.interfaces.map((one) => one.receiveBytesPerSecond)), sum(vitals.interfaces.map((one) => one.transmitBytesPerSecond))];
  const { cpu, memory, swap, load } = vitals;
  const mount = vitals.mounts[0];
  return (
    <div className={styles.line} data-stale={stale}>
      <Vital name="CPU" percent={cpu?.usedPercent ?? null} inForce={inForce?.('cpu')} more={cpu === null ? '' : `${cpu.threads} threads`} />
      <Vital name="Memory" percent={memory?.usedPercent ?? null} inForce={inForce?.('memory')} more={memory === null ? '' : `${units.bytes(memory.usedBytes)} of ${units.bytes(memory.totalBytes)}`} />
      {swap !== null && swap.totalBytes > 0 ? (
        <Vital name="Swap" percent={swap.usedPercent} inForce={inForce?.('swap')} more={`of ${units.bytes(swap.totalBytes)}`} />
      ) : (
        <Vital name="Swap" value="none" more="" />
      )}
      <Vital name={mount?.mountpoint ?? 'Disk'} percent={mount?.usedPercent ?? null} inForce={inForce?.('disk_space', mount?.mountpoint)} more={mount === undefined ? '' : `${units.bytes(mount.availableBytes)} free`} />
      <Vital name="Load" value={`${units.load(load?.load1)}${cpu === null ? '' : ` / ${cpu.threads}`}`} more={load === null ? '' : `5 min ${units.load(load.load5)} · 15 min ${units.load(load.load15)}`} />
      <Vital name="Network" value={`↓ ${units.bytesPerSecond(receive)}`} more={`↑ ${units.bytesPerSecond(transmit)}`} />
      <Vital name="Up for" value={uptime(vitals.uptimeSeconds)} more="" />
    </div>
  );
}

const sum = (values: Array<number | null>) => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
};

interface VitalProps {
  name: string;
  more: string;
  value?: string;
  percent?: number | null;
  inForce?: InForce | undefined;
}

function Vital({ name, value, more, percent, inForce }: VitalProps) {
  const styles = useStyles2(getStyles);
  const limit = firstLimit(inForce);
  return (
    <div className={styles.vital}>
      <div className={styles.name} title={name}>
        {name}
      </div>
      <div className={cx(styles.value, styles[levelOf(percent, inForce) ?? 'calm'])}>
        {value ?? units.percent(percent)}
        {limit !== null && <span className={styles.limit}> limit {limit} %</span>}
      </div>
      {percent !== undefined && percent !== null && <Meter percent={percent} label={name} inForce={inForce} />}
      <div className={styles.more}>{more}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const small = { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize };
  return {
    line: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: theme.spacing(1), width: '100%', '&[data-stale=true]': { opacity: 0.6 } }),
    vital: css({ background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default, padding: theme.spacing(1.5), minWidth: 0 }),
    name: css({ ...small, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
    value: css({ fontSize: theme.typography.h4.fontSize, fontVariantNumeric: 'tabular-nums' }),
    calm: css({}),
    warning: css({ color: theme.colors.warning.text }),
    critical: css({ color: theme.colors.error.text }),
    limit: css({ ...small, whiteSpace: 'nowrap' }),
    more: css({ ...small, fontVariantNumeric: 'tabular-nums', marginTop: theme.spacing(0.5) }),
  };
};
