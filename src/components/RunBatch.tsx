import React, { useMemo, useState } from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import type { Run } from '../../contract/run.ts';
import { useFeed, useFeedState } from '../data/feed/useFeed';
import { can } from '../data/permissions';
import { useAction } from '../data/useAction';
import { useRuns } from '../data/useRuns';
import { OutputText } from './OutputText';
import { Progress } from './Progress';
import { QueryView } from './QueryView';
import { RunStateBadge } from './RunStateBadge';
import { runOver } from './runOver';
import { units } from './units';

interface Output {
  [runId: string]: string;
}
/** As much of a run's live output as the page keeps; the run itself keeps all. */
const keptChars = 100_000;

/** Runs started together: progress, each server's state and output as it comes, cancel. Goes on when the page is left. */
export function RunBatch({ batch }: { batch: string }) {
  const live = useFeedState() === 'live';
  const polled = useRuns({ batch, limit: 1000 }, live ? 10_000 : 2_000);
  const [told, setTold] = useState<Record<string, Run>>({});
  const [output, setOutput] = useState<Output>({});
  useFeed('run', { batch }, ({ type, data }) => {
    setTold((present) => ({ ...present, ...Object.fromEntries(data.runs.map((run) => [run.id, run])) }));
    setOutput((present) => data.output.reduce<Output>((next, { runId, text }) => ({ ...next, [runId]: ((next[runId] ?? '') + text).slice(-keptChars) }), type === 'snapshot' ? {} : present));
  });
  const runs = useMemo(() => (polled.data?.items ?? Object.values(told)).map((run) => (told[run.id] !== undefined && !runOver(run.state) ? (told[run.id] as Run) : run)).sort((a, b) => a.serverName.localeCompare(b.serverName)), [polled.data, told]);
  const cancel = useAction(async (client) => Promise.all(runs.filter(({ state }) => !runOver(state)).map(({ id }) => client.cancelRun({ params: { id } }))), { failed: () => 'Not every run was cancelled', invalidates: ['runs'] });
  const done = runs.filter(({ state }) => runOver(state)).length;
  const good = runs.filter(({ state }) => state === 'ok').length;
  if (runs.length === 0) {
    return (
      <QueryView query={polled} what="the runs">
        {() => <Text color="secondary">No such runs; old ones are removed by retention.</Text>}
      </QueryView>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={2} alignItems="center" wrap="wrap">
        <Text weight="medium">
          {done} of {runs.length} done, {good} ok
        </Text>
        <Progress done={done} total={runs.length} label="Runs done" />
        {done < runs.length && can('operate') && (
          <Button size="sm" variant="destructive" fill="outline" disabled={cancel.busy} onClick={() => void cancel.run()}>
            Cancel the rest
          </Button>
        )}
      </Stack>
      {runs.map((run) => (
        <OneRun key={run.id} run={run} output={output[run.id]} open={runs.length <= 3} />
      ))}
    </Stack>
  );
}

function OneRun({ run, output, open }: { run: Run; output: string | undefined; open: boolean }) {
  // A failure opens itself, until somebody has closed it. What is closed asks for nothing: there may be a thousand of them.
  const [wish, setWish] = useState<boolean>();
  const shown = wish ?? (open || run.state === 'failed');
  return (
    <details
      open={shown}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        setWish((before) => (now === shown ? before : now));
      }}
    >
      <summary>
        {run.serverName} <RunStateBadge state={run.state} /> {run.exitCode !== null && `exit ${run.exitCode}`} {run.durationMs !== null && units.seconds(run.durationMs / 1000)} {run.error}
      </summary>
      {shown && <OutputText runId={run.id} live={output} over={runOver(run.state)} />}
    </details>
  );
}
