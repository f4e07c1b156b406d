import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { StatusState } from '../../../contract/status.ts';
import { StatusBadge } from '../../components/StatusBadge';
import { queryError } from '../queryError';
import { gridTiles, type GridFields, type GridTile } from './gridTiles';

export interface GridOptions extends GridFields {
  tileWidth: number;
  onlyProblems: boolean;
}

/** Servers as tiles. Works with the fleet status of the Shellwatch data source, and with any table that has names. */
export function GridPanel({ data, options, width, height, id, fieldConfig }: PanelProps<GridOptions>) {
  const styles = useStyles2(getStyles);
  const tiles = data.series[0] === undefined ? undefined : gridTiles(data.series[0], options);
  if (tiles === undefined) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsStringField message={queryError(data) ?? 'Choose a query that gives a table with a row for each server.'} />;
  }
  const shown = options.onlyProblems ? tiles.filter(({ state }) => state !== 'up') : tiles;
  return (
    <div style={{ width, height }}>
      <ScrollContainer>
        <div className={styles.grid} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${options.tileWidth}px), 1fr))` }}>
          {shown.map((tile) => (
            <Tile key={tile.name} tile={tile} />
          ))}
        </div>
        {shown.length === 0 && <div className={styles.none}>{tiles.length === 0 ? 'No servers.' : `All ${tiles.length} servers are up.`}</div>}
      </ScrollContainer>
    </div>
  );
}

function Tile({ tile: { name, state, text, color, links } }: { tile: GridTile }) {
  const styles = useStyles2(getStyles);
  const known = StatusState.safeParse(state);
  const inside = (
    <>
      <span className={styles.name}>{name}</span>
      {known.success ? <StatusBadge state={known.data} /> : <span>{state}</span>}
      <span className={styles.value} style={{ color }}>
        {text}
      </span>
    </>
  );
  const link = links[0];
  return link === undefined ? (
    <div className={styles.tile}>{inside}</div>
  ) : (
    <a className={styles.tile} href={link.href} target={link.target} title={link.title} onClick={link.onClick}>
      {inside}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gap: theme.spacing(0.5) }),
  tile: css({ display: 'flex', alignItems: 'baseline', gap: theme.spacing(1), padding: theme.spacing(0.75, 1), background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default, minWidth: 0 }),
  name: css({ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  value: css({ fontVariantNumeric: 'tabular-nums', textAlign: 'right' }),
  none: css({ color: theme.colors.text.secondary, padding: theme.spacing(1) }),
});
