import React, { useState } from 'react';
import { Badge, Drawer, Stack, Text, TextLink } from '@grafana/ui';
import type { LogAnalysis } from '../../../contract/logs.ts';
import { LevelHistogram } from '../../components/LevelHistogram';
import { LogLinesView } from '../../components/LogLinesView';
import { LogProblems } from '../../components/LogProblems';
import { SimpleTable } from '../../components/SimpleTable';
import { units } from '../../components/units';
import { paths } from '../../data/paths';
import { patternFilter } from './patternFilter';

const trends = { new: 'orange', rising: 'red', steady: 'purple', falling: 'blue' } as const;

/** Levels over time, what is said most and what is new, errors with their surroundings; all of it leads to the lines. */
export function Analysis({ server, analysis }: { server: string; analysis: LogAnalysis }) {
  const [open, setOpen] = useState<LogAnalysis['errors'][number]>();
  const lines = (filter: string) => `${paths.logs()}?servers=${server}&mode=1440&filter=${encodeURIComponent(filter)}`;
  return (
    <Stack direction="column" gap={3}>
      <LogProblems problems={analysis.problems} />
      <Text>
        {units.count(analysis.total)} lines, {analysis.linesPerSecond.toFixed(2)} each second, {units.bytes(analysis.bytesRead)} read
        {analysis.complete ? '' : '; there was more than the limits allow'}.{' '}
        {Object.entries(analysis.levels)
          .map(([level, count]) => `${count} ${level}`)
          .join(' · ')}
      </Text>
      <LevelHistogram buckets={analysis.buckets} />
      <SimpleTable
        title="Patterns"
        empty="None."
        head={['Count', 'Before', '', 'Level', 'Pattern']}
        rows={analysis.patterns.map((one) => [
          units.count(one.count),
          units.count(one.before),
          <Badge key="trend" text={one.trend} color={trends[one.trend]} />,
          one.level,
          <TextLink key="lines" inline={false} color="primary" href={lines(patternFilter(one.pattern))}>
            {one.pattern}
          </TextLink>,
        ])}
      />
      <SimpleTable
        title="Errors"
        empty="None."
        head={['Count', 'Level', 'Line']}
        rows={analysis.errors.map((one) => [
          units.count(one.count),
          one.line.level,
          <button key="open" type="button" onClick={() => setOpen(one)} style={{ background: 'none', border: 0, textAlign: 'left' }}>
            {one.line.message}
          </button>,
        ])}
      />
      {open !== undefined && (
        <Drawer title="Around this line" onClose={() => setOpen(undefined)} size="lg">
          <LogLinesView lines={[...open.before, open.line, ...open.after]} wrap follow={false} />
          {open.line.time !== null && (
            <TextLink href={`${paths.logs()}?servers=${server}&at=${Date.parse(open.line.time)}`} inline={false}>
              Open in Logs
            </TextLink>
          )}
        </Drawer>
      )}
    </Stack>
  );
}
