import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/**
 * How every table looks below 768 px: a row is a card, led by the cell that names it, its other values behind the names of their columns.
 * Cells tell by data-title what they are, by data-lead that they name the row; those with nothing in them are left out.
 */
export const getCardStyles = (theme: GrafanaTheme2) => {
  const narrow = theme.breakpoints.down('md');
  return {
    row: css({
      [narrow]: { position: 'relative', display: 'flex', flexFlow: 'row wrap', alignItems: 'baseline', columnGap: theme.spacing(2), rowGap: theme.spacing(0.25), padding: theme.spacing(1, 0.5), borderBottom: `1px solid ${theme.colors.border.weak}` },
    }),
    cell: css({
      [narrow]: {
        '&&': { display: 'flex', alignItems: 'baseline', gap: theme.spacing(0.75), maxWidth: '100%', minWidth: 0, padding: 0, border: 0, whiteSpace: 'normal', overflowWrap: 'anywhere' },
        '&&:empty, &&[data-blank]': { display: 'none' },
        // Fingerprints are longer than a phone is wide, and Grafana keeps code in one line.
        '&& code': { whiteSpace: 'normal' },
        '&&[data-lead]': { order: -1, flex: '0 0 100%', paddingRight: theme.spacing(3), fontWeight: theme.typography.fontWeightMedium },
        '&[data-title]:not([data-title=""], [data-lead])::before': { content: 'attr(data-title)', flexShrink: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
      },
    }),
    /** A check box, beside the name of the row. */
    corner: css({ [narrow]: { '&&': { position: 'absolute', top: theme.spacing(1), right: theme.spacing(0.5) }, '&&[data-title]::before': { content: 'none' } } }),
    head: css({ [narrow]: { display: 'none' } }),
  };
};

/** Nothing to read: a card leaves it out, a table shows the dash. */
export const isBlank = (cell: unknown): boolean => cell === undefined || cell === null || cell === '' || cell === '–';
