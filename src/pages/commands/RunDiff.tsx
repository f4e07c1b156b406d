import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import { QueryView } from '../../components/QueryView';
import { useQuery } from '../../data/useQuery';

const marks = { both: ' ', left: '−', right: '+' } as const;

/** What two runs printed, line by line. */
export function RunDiff({ left, right }: { left: string; right: string }) {
  const styles = useStyles2(getStyles);
  const diff = useQuery(`run-diff/${left}/${right}`, (client, signal) => client.diffRuns({ params: { id: left }, query: { with: right }, signal }));
  return (
    <QueryView query={diff} what="the comparison">
      {(data) =>
        data.equal ? (
          <Text color="success">Both printed the same.</Text>
        ) : (
          <pre className={styles.text} aria-label={`${data.left.serverName} compared with ${data.right.serverName}`}>
            {data.lines.map(({ side, text }, at) => (
              <div key={at} className={styles[side]}>
                {marks[side]} {text}
              </div>
            ))}
          </pre>
        )
      }
    </QueryView>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ maxHeight: 600, overflow: 'auto', whiteSpace: 'pre-wrap' }),
  both: css({}),
  left: css({ color: theme.colors.error.text, background: theme.colors.error.transparent }),
  right: css({ color: theme.colors.success.text, background: theme.colors.success.transparent }),
});
