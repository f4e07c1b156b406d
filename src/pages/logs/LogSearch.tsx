import React, { useState } from 'react';
import { Button, Checkbox, Stack, Text } from '@grafana/ui';
import type { LogLine } from '../../../contract/logs.ts';
import type { LogLevel, LogSource } from '../../../contract/logSource.ts';
import { LevelHistogram } from '../../components/LevelHistogram';
import { levelBuckets } from '../../components/levelBuckets';
import { lineTimes } from '../../data/lineTimes';
import { LogLineDetail } from '../../components/LogLineDetail';
import { LogLinesView } from '../../components/LogLinesView';
import { LogProblems } from '../../components/LogProblems';
import { QueryView } from '../../components/QueryView';
import { useLogSearch } from '../../data/useLogSearch';

interface LogSearchProps {
  known: LogSource[];
  sources: string[];
  servers: string[];
  filter: string;
  levels: LogLevel[];
  /** Absent: the newest lines, whenever they were written. */
  span: { from: number; to: number } | undefined;
  /** The moment that the span is around. */
  moment: number | undefined;
  onSpan: (from: number, to: number) => void;
}

const most = 5_000;
const recent = 500;

/** Lines of a span of time, merged, with a histogram of their levels above. */
export function LogSearch({ known, sources, servers, filter, levels, span, moment, onSpan }: LogSearchProps) {
  const [wrap, setWrap] = useState(true);
  const [picked, setPicked] = useState<LogLine>();
  const found = useLogSearch({
    source: sources,
    limit: span === undefined ? recent : most,
    ...(span === undefined ? {} : { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() }),
    ...(servers.length === 0 ? {} : { server: servers }),
    ...(filter === '' ? {} : { filter }),
    ...(levels.length === 0 ? {} : { level: levels }),
  });
  const origin = new Map(known.map(({ id, name }) => [id, name]));
  return (
    <QueryView query={found} what="the lines">
      {({ lines, problems, complete }) => {
        const { from, to } = span ?? spanOf(lines);
        return (
          <Stack direction="column" gap={1}>
            {lines.length > 0 && <LevelHistogram buckets={levelBuckets(lines, from, to, 60)} onPick={onSpan} />}
            <Stack gap={2} alignItems="center" wrap="wrap">
              <Text color="secondary">{countText(lines.length, complete, span !== undefined)}</Text>
              <Checkbox label="Wrap" value={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
              <Button size="sm" variant="secondary" icon="sync" disabled={found.loading} onClick={found.refresh}>
                Read again
              </Button>
            </Stack>
            <LogProblems problems={problems} />
            <LogLinesView lines={lines} wrap={wrap} follow mark={moment} origin={origin} onPick={setPicked} />
            {picked !== undefined && <LogLineDetail line={picked} source={known.find(({ id }) => id === picked.sourceId)} onClose={() => setPicked(undefined)} />}
          </Stack>
        );
      }}
    </QueryView>
  );
}

/** Bars need a width even when all lines are of one instant. */
function spanOf(lines: LogLine[]): { from: number; to: number } {
  const times = lineTimes(lines, Date.now());
  const from = times[0] ?? 0;
  return { from, to: Math.max(times.at(-1) ?? 0, from) + 1_000 };
}

function countText(count: number, complete: boolean, spanned: boolean): string {
  const lines = count === 1 ? '1 line' : `${count} lines`;
  if (count === 0) {
    return spanned ? 'No line in this span. A wider one, or fewer filters, may find some.' : 'No line.';
  }
  return spanned && !complete ? `The newest ${lines}; there are more: narrow the span or the pattern` : lines;
}
