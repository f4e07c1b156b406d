import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { ClipboardButton, Drawer, LinkButton, Stack, Text, TextLink } from '@grafana/ui';
import type { LogLine } from '../../contract/logs.ts';
import type { LogSource } from '../../contract/logSource.ts';
import { paths } from '../data/paths';
import { can } from '../data/permissions';
import { CopyText } from './CopyText';
import { Facts } from './Facts';

interface LogLineDetailProps {
  line: LogLine;
  /** Absent when it was deleted meanwhile. */
  source: LogSource | undefined;
  onClose: () => void;
}

/** One line with all it tells, and where to go from it. */
export function LogLineDetail({ line, source, onClose }: LogLineDetailProps) {
  const moment = line.time === null ? undefined : Date.parse(line.time);
  const around = moment === undefined ? undefined : paths.logs({ servers: line.serverId, at: String(moment) });
  return (
    <Drawer title="Log line" subtitle={line.time === null ? undefined : dateTimeFormat(line.time, { format: 'YYYY-MM-DD HH:mm:ss.SSS' })} onClose={onClose} size="md">
      <Stack direction="column" gap={2}>
        <CopyText text={line.text} what="the line" />
        {line.truncated && <Text color="warning">Cut off at the greatest length of a line.</Text>}
        <Facts
          facts={[
            ['Server', <TextLink key="server" href={paths.server(line.serverId, 'logs')}>{line.serverName}</TextLink>],
            ['Source', source?.name ?? 'deleted meanwhile'],
            ...(line.file === null ? [] : [['File', line.file] as [string, React.ReactNode]]),
            ['Level', line.level],
            ...Object.entries(line.fields).map(([name, value]): [string, React.ReactNode] => [name, value]),
          ]}
        />
        <Stack gap={1} wrap="wrap">
          {around !== undefined && (
            <>
              <LinkButton variant="secondary" icon="clock-nine" href={around}>
                Lines around this
              </LinkButton>
              <ClipboardButton variant="secondary" icon="link" getText={() => window.location.origin + around}>
                Copy link to this moment
              </ClipboardButton>
            </>
          )}
          {can('operate') && source !== undefined && (
            <LinkButton variant="secondary" icon="calculator-alt" href={paths.logSources({ edit: source.id, like: line.message.slice(0, 500) })}>
              Count lines like this
            </LinkButton>
          )}
        </Stack>
      </Stack>
    </Drawer>
  );
}
