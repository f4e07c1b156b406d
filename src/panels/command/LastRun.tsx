import React, { useEffect } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import { RunStateBadge } from '../../components/RunStateBadge';
import { runOver } from '../../components/runOver';
import { panelClient } from '../panelClient';
import { useRead } from '../useRead';

interface LastRunProps {
  command: string;
  server: { id: string; name: string };
  showOutput: boolean;
}

/** The newest run of a command on a server; asked for often while it is under way. */
export function LastRun({ command, server, showOutput }: LastRunProps) {
  const styles = useStyles2(getStyles);
  const { data: run, refresh } = useRead(`${command} ${server.id}`, async () => {
    const { items } = await panelClient().listRuns({ query: { command, server: server.id, limit: 1 } });
    return items[0] === undefined ? null : panelClient().getRun({ params: { id: items[0].id } });
  });
  const waiting = run !== undefined && run !== null && !runOver(run.state);
  useEffect(() => {
    const timer = setInterval(refresh, waiting ? 1_000 : 15_000);
    return () => clearInterval(timer);
  }, [waiting, refresh]);
  return (
    <section>
      <Stack gap={1} alignItems="center">
        <Text weight="medium">{server.name}</Text>
        {run === null ? (
          <Text color="secondary">did not run yet</Text>
        ) : (
          run !== undefined && (
            <>
              <RunStateBadge state={run.state} />
              <Text color="secondary">{run.startedAt === null ? 'waiting' : dateTimeFormatTimeAgo(run.startedAt)}</Text>
            </>
          )
        )}
      </Stack>
      {showOutput && run !== undefined && run !== null && (run.stdout !== '' || run.stderr !== '') && <pre className={styles.output}>{run.stdout + run.stderr}</pre>}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ output: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: theme.typography.bodySmall.fontSize, margin: theme.spacing(0.5, 0) }) });
