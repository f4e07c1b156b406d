import React, { useMemo, useState } from 'react';
import { Alert, Button, Checkbox, Stack, Text } from '@grafana/ui';
import type { LogLine } from '../../contract/logs.ts';
import type { LogSource } from '../../contract/logSource.ts';
import { useLogTail, type TailFilter } from '../data/useLogTail';
import { LevelHistogram } from './LevelHistogram';
import { liveBuckets } from './liveBuckets';
import { LogLineDetail } from './LogLineDetail';
import { LogLinesView } from './LogLinesView';
import { LogProblems } from './LogProblems';

interface LiveLogProps extends TailFilter {
  known: LogSource[];
  /** Shows the lines of a bar of the histogram, with those around them that are no longer live. */
  onSpan: (from: number, to: number) => void;
}

const words = { idle: 'not connected', connecting: 'connecting', live: 'live', reconnecting: 'reconnecting', refused: 'not allowed' } as const;

/** Log sources as they grow, merged; it can be paused, and follows the end until somebody scrolls up. */
export function LiveLog({ known, onSpan, ...filter }: LiveLogProps) {
  const tail = useLogTail(filter);
  const [wrap, setWrap] = useState(true);
  const [follow, setFollow] = useState(true);
  const [picked, setPicked] = useState<LogLine>();
  const [began] = useState(Date.now);
  const buckets = useMemo(() => liveBuckets(tail.lines, began), [tail.lines, began]);
  const origin = new Map(known.map(({ id, name }) => [id, name]));
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Button size="sm" variant="secondary" icon={tail.paused ? 'play' : 'pause'} onClick={() => tail.setPaused(!tail.paused)}>
          {tail.paused ? `Continue${tail.waiting > 0 ? ` (${tail.waiting} new)` : ''}` : 'Pause'}
        </Button>
        {!follow && (
          <Button size="sm" variant="primary" icon="arrow-down" onClick={() => setFollow(true)}>
            Jump to live
          </Button>
        )}
        <Checkbox label="Wrap" value={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
        <Text color="secondary" variant="bodySmall">
          {tail.paused ? 'paused' : words[tail.state]} · {tail.lines.length} lines
        </Text>
      </Stack>
      {tail.failure !== undefined && (
        <Alert severity="error" title="These logs can not be followed">
          {tail.failure.message} ({tail.failure.code})
        </Alert>
      )}
      <LogProblems problems={tail.problems} />
      <LevelHistogram buckets={buckets} onPick={onSpan} />
      <LogLinesView lines={tail.lines} wrap={wrap} follow={follow && !tail.paused} onFollow={setFollow} origin={origin} onPick={setPicked} />
      {picked !== undefined && <LogLineDetail line={picked} source={known.find(({ id }) => id === picked.sourceId)} onClose={() => setPicked(undefined)} />}
    </Stack>
  );
}
