import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import { useNavigate } from 'react-router-dom';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { Badge, clearButtonStyles, Drawer, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import type { LogAnalysis } from '../../../contract/logs.ts';
import { LevelHistogram } from '../../components/LevelHistogram';
import { LogLinesView } from '../../components/LogLinesView';
import { LogProblems } from '../../components/LogProblems';
import { SimpleTable } from '../../components/SimpleTable';
import { units } from '../../components/units';
import { paths } from '../../data/paths';
import { patternFilter } from './patternFilter';

const trends = { new: 'orange', rising: 'red', steady: 'purple', falling: 'blue' } as const;

interface AnalysisProps {
  server: string;
  sources: string[];
  analysis: LogAnalysis;
}

/** Levels over time, what is said most and what is new, errors with their surroundings; all of it leads to the lines. */
export function Analysis({ server, sources, analysis }: AnalysisProps) {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  const [open, setOpen] = useState<LogAnalysis['errors'][number]>();
  const [from, to] = [Date.parse(analysis.from), Date.parse(analysis.to)];
  const lines = (more: Record<string, string>) => paths.logs({ servers: server, ...(sources.length === 0 ? {} : { sources: sources.join(',') }), mode: 'search', from: String(from), to: String(to), ...more });
  return (
    <Stack direction="column" gap={3}>
      <LogProblems problems={analysis.problems} />
      <Stack direction="column" gap={1}>
        <Text>
          {analysis.total.toLocaleString('en')} lines, {analysis.linesPerSecond.toFixed(2)} each second, {units.bytes(analysis.bytesRead)} read
          {analysis.complete ? '' : '; there was more than the limits allow'}
        </Text>
        <Stack gap={2} wrap="wrap">
          {Object.entries(analysis.levels).map(([level, count]) => (
            <TextLink key={level} href={lines({ levels: level })}>{`${count} ${level}`}</TextLink>
          ))}
        </Stack>
        <LevelHistogram buckets={analysis.buckets} onPick={(begin, end) => navigate(locationUtil.stripBaseFromUrl(lines({ from: String(begin), to: String(end) })))} />
      </Stack>
      <SimpleTable
        title="Patterns"
        empty="None."
        lead={4}
        head={['Count', 'Before', 'Trend', 'Level', 'Pattern']}
        rows={analysis.patterns.map((one) => [
          units.count(one.count),
          units.count(one.before),
          <Badge key="trend" text={one.trend} color={trends[one.trend]} />,
          one.level,
          <TextLink key="lines" inline={false} color="primary" href={lines({ filter: patternFilter(one.pattern) })}>
            {one.pattern}
          </TextLink>,
        ])}
      />
      <SimpleTable
        title="Errors"
        empty="None."
        lead={2}
        head={['Count', 'Level', 'Line']}
        rows={analysis.errors.map((one) => [
          units.count(one.count),
          one.line.level,
          <button key="open" type="button" className={styles.line} onClick={() => setOpen(one)}>
            {one.line.message}
          </button>,
        ])}
      />
      {open !== undefined && (
        <Drawer title="Around this line" onClose={() => setOpen(undefined)} size="lg">
          <Stack direction="column" gap={2}>
            <LogLinesView lines={[...open.before, open.line, ...open.after]} wrap follow={false} mark={open.line.time === null ? undefined : Date.parse(open.line.time)} />
            {open.line.time !== null && (
              <TextLink href={paths.logs({ servers: server, at: String(Date.parse(open.line.time)) })} inline={false}>
                Open in Logs
              </TextLink>
            )}
          </Stack>
        </Drawer>
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Grafana's own button keeps its text in one line; a line of a log can be of any length.
  line: cx(clearButtonStyles(theme), css({ color: theme.colors.text.link, textAlign: 'left', whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 0, '&:hover': { textDecoration: 'underline' } })),
});
