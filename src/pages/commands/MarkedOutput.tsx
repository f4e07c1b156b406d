import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { markSpans } from './markSpans';

interface Sample {
  start: number | null;
  end: number | null;
  value: number;
  labels: Record<string, string>;
}

/** The output with every match marked. */
export function MarkedOutput({ output, samples }: { output: string; samples: Sample[] }) {
  const styles = useStyles2(getStyles);
  const spans = markSpans(output, samples.flatMap(({ start, end }) => (start === null || end === null ? [] : [{ start, end }])));
  if (spans.every(({ marked }) => !marked)) {
    return null;
  }
  return (
    <pre className={styles.text} aria-label="Matches">
      {spans.map(({ text, marked }, at) => (marked ? <mark key={at} className={styles.mark}>{text}</mark> : <span key={at}>{text}</span>))}
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ maxHeight: 240, overflow: 'auto', whiteSpace: 'pre-wrap' }),
  mark: css({ background: theme.colors.success.transparent, color: theme.colors.success.text, padding: 0 }),
});
