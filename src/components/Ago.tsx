import React from 'react';
import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import { Tooltip } from '@grafana/ui';

/** An instant as people say it, with the exact time on hover or focus; follows Grafana's time zone. */
export function Ago({ at, never = 'never' }: { at: string | null | undefined; never?: string }) {
  if (at === null || at === undefined) {
    return <span>{never}</span>;
  }
  return (
    <Tooltip content={dateTimeFormat(at)}>
      <time dateTime={at} tabIndex={0}>
        {dateTimeFormatTimeAgo(at)}
      </time>
    </Tooltip>
  );
}
