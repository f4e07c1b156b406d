import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';

/** Text to take elsewhere: a public key, a fingerprint, a command line. */
export function CopyText({ text, what }: { text: string; what: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row}>
      <code className={styles.text}>{text}</code>
      <ClipboardButton icon="copy" size="sm" variant="secondary" getText={() => text} aria-label={`Copy ${what}`}>
        Copy
      </ClipboardButton>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  text: css({ overflowWrap: 'anywhere', userSelect: 'all', whiteSpace: 'pre-wrap', flex: 1, background: theme.colors.background.canvas }),
});
