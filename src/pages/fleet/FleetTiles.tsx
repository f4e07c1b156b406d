import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { GrafanaTheme2 } from '@grafana/data';
import { EmptyState, Text, useStyles2 } from '@grafana/ui';
import type { LimitBook } from '../../../contract/limits.ts';
import { usePlace } from '../../components/usePlace';
import type { Mark } from '../../components/incidentMarks';
import type { FleetGroup } from './fleetFilter';
import { ServerTile } from './ServerTile';
import { tileHeight } from './tileStyles';
import { tileLines } from './tileLines';

const gap = 8;
const headingHeight = 40;
const minTileWidth = 240;

interface FleetTilesProps {
  groups: FleetGroup[];
  tag: string;
  book: LimitBook;
  /** What is open, by server. */
  marks: ReadonlyMap<string, Mark>;
}

/** Tiles in lines, only those in sight in the page: a thousand servers scroll like ten. */
export function FleetTiles({ groups, tag, book, marks }: FleetTilesProps) {
  const styles = useStyles2(getStyles);
  const [box, list] = usePlace();
  const columns = Math.max(1, Math.floor((box.width + gap) / (minTileWidth + gap)));
  const lines = useMemo(() => tileLines(groups, columns, tag !== ''), [groups, columns, tag]);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index]?.type === 'heading' ? headingHeight : tileHeight + gap),
    overscan: 4,
    scrollMargin: box.top,
    getItemKey: (index) => lines[index]?.key ?? index,
  });
  if (lines.length === 0) {
    return <EmptyState variant="not-found" message="No server matches the filter" />;
  }
  return (
    <div ref={list} role="list" aria-label="Servers" className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const line = lines[item.index];
        if (line === undefined) {
          return null;
        }
        return (
          <div key={item.key} className={styles.line} style={{ transform: `translateY(${item.start - box.top}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
            {line.type === 'heading' ? (
              <Text element="h3" variant="h6">
                {line.name === '' ? `without ${tag}` : `${tag}=${line.name}`} ({line.count})
              </Text>
            ) : (
              line.rows.map((row) => <ServerTile key={row.server.id} row={row} book={book} mark={marks.get(row.server.id)} />)
            )}
          </div>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ position: 'relative', width: '100%' }),
  line: css({ position: 'absolute', top: 0, left: 0, width: '100%', display: 'grid', gap, alignItems: 'center', paddingBottom: theme.spacing(1) }),
});
