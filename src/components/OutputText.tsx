import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import { useRun } from '../data/useRuns';

/** A run's output: as it comes, then what was kept of it. */
export function OutputText({ runId, live, over }: { runId: string; live: string | undefined; over: boolean }) {
  const styles = useStyles2(getStyles);
  const run = useRun(runId, over ? Infinity : 2_000);
  const kept = run.data === undefined ? undefined : run.data.stdout + (run.data.stderr === '' ? '' : `${run.data.stdout === '' || run.data.stdout.endsWith('\n') ? '' : '\n'}${run.data.stderr}`);
  const text = over ? (kept ?? live) : (live ?? kept);
  return (
    <>
      <pre className={styles.text} tabIndex={0} aria-label="Output">
        {text === undefined || text === '' ? (over ? '(no output)' : 'waiting for output') : text}
      </pre>
      {run.data?.truncated === true && <Text color="warning">Cut off at the cap of this command.</Text>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ maxHeight: 400, overflow: 'auto', margin: theme.spacing(0.5, 0), whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: theme.typography.bodySmall.fontSize }),
});
