import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Tiles are all of one height, so that lines of them need no measuring. */
export const tileHeight = 148;

export const getTileStyles = (theme: GrafanaTheme2) => {
  const cut = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  const small = { fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary };
  return {
    cell: css({ minWidth: 0 }),
    tile: css({
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      height: tileHeight,
      padding: theme.spacing(1.5),
      overflow: 'hidden',
      // What changes inside a tile is laid out and painted inside it.
      contain: 'strict',
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      '&:hover': { borderColor: theme.colors.border.strong },
    }),
    head: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
    name: css({ ...cut, flex: 1, fontWeight: theme.typography.fontWeightMedium }),
    quiet: css({ ...cut, ...small }),
    reason: css({ ...small, overflow: 'hidden', display: '-webkit-box', WebkitLineClamp: 4, WebkitBoxOrient: 'vertical', flexShrink: 0 }),
    oneLine: css({ ...cut, ...small, flexShrink: 0 }),
    values: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), fontVariantNumeric: 'tabular-nums' }),
    stale: css({ opacity: 0.6 }),
    value: css({ display: 'grid', gridTemplateColumns: '56px 44px 1fr', alignItems: 'center', gap: theme.spacing(1) }),
    label: css({ ...cut, ...small }),
    number: css({ textAlign: 'right' }),
    calm: css({}),
    warning: css({ color: theme.colors.warning.text, fontWeight: theme.typography.fontWeightMedium }),
    critical: css({ color: theme.colors.error.text, fontWeight: theme.typography.fontWeightMedium }),
    graph: css({ display: 'flex', alignItems: 'center', minWidth: 0, height: 16 }),
    foot: css({ ...small, display: 'flex', justifyContent: 'space-between' }),
  };
};
