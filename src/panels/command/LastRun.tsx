import React, { useEffect } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { RunStateBadge } from '../../components/RunStateBadge';
import { runOver } from '../../components/runOver';
import { paths } from '../../data/paths';
import { panelClient } from '../panelClient';
import { useRead } from '../useRead';

interface LastRunProps {
  command: string;
  server: { id: string; name: string };
  /** Grows when somebody has run it here: the newest run is another one then. */
  turn: number;
  showOutput: boolean;
}

/** The newest run of a command on a server; asked for often while it is under way. */
export function LastRun({ command, server, turn, showOutput }: LastRunProps) {
  const styles = useStyles2(getStyles);
  const { data: run, refresh } = useRead(`${command} ${server.id} ${turn}`, async () => {
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
              <Text color="secondary">
                {run.startedAt === null ? 'waiting' : dateTimeFormatTimeAgo(run.startedAt)}
                {run.exitCode !== null && run.exitCode !== 0 && `, exit ${run.exitCode}`}
              </Text>
              <TextLink href={paths.run(run.id)}>Open</TextLink>
            </>
          )
        )}
      </Stack>
      {showOutput && run !== undefined && run !== null && (run.stdout !== '' || run.stderr !== '') && (
        <pre className={styles.output} tabIndex={0} aria-label={`Output on ${server.name}`}>
          {run.stdout + run.stderr}
        </pre>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ output: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: theme.typography.bodySmall.fontSize, margin: theme.spacing(0.5, 0) }) });
