import React from 'react';
import { Alert } from '@grafana/ui';
import type { LogLines } from '../../contract/logs.ts';

/** Sources that could not be read, with what to do. */
export function LogProblems({ problems }: { problems: LogLines['problems'] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" title={problems.length === 1 ? 'A source could not be read' : `${problems.length} sources could not be read`}>
      <ul>
        {problems.map(({ sourceId, serverId, serverName, message, code }) => (
          <li key={`${sourceId} ${serverId}`}>
            {serverName}: {message} ({code})
          </li>
        ))}
      </ul>
    </Alert>
  );
}
