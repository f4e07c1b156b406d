import React, { useState } from 'react';
import { Checkbox, Stack, Text } from '@grafana/ui';
import type { LogLevel, LogSource } from '../../../contract/logSource.ts';
import { LevelHistogram } from '../../components/LevelHistogram';
import { levelBuckets } from '../../components/levelBuckets';
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
  minutes: number;
  /** A moment to look around, in milliseconds. */
  at: number | undefined;
}

const aroundMs = 5 * 60_000;

/** Lines of a span of time, merged, with a histogram of their levels above. */
export function LogSearch({ known, sources, servers, filter, levels, minutes, at }: LogSearchProps) {
  const [now] = useState(Date.now);
  const [wrap, setWrap] = useState(true);
  const from = at === undefined ? now - minutes * 60_000 : at - aroundMs;
  const to = at === undefined ? now : at + aroundMs;
  const found = useLogSearch({
    source: sources,
    limit: 5_000,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(servers.length === 0 ? {} : { server: servers }),
    ...(filter === '' ? {} : { filter }),
    ...(levels.length === 0 ? {} : { level: levels }),
  });
  return (
    <QueryView query={found} what="the lines">
      {({ lines, problems, complete }) => (
        <Stack direction="column" gap={1}>
          <LevelHistogram buckets={levelBuckets(lines, from, to, 60)} />
          <Stack gap={2} alignItems="center">
            <Text color="secondary">
              {lines.length} lines{complete ? '' : '; there are more: narrow the span or the pattern'}
            </Text>
            <Checkbox label="Wrap" value={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
          </Stack>
          <LogProblems problems={problems} />
          <LogLinesView lines={lines} wrap={wrap} follow={at === undefined} origin={new Map(known.map(({ id, name }) => [id, name]))} />
        </Stack>
      )}
    </QueryView>
  );
}
