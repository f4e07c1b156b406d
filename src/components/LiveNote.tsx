import React, { useEffect, useState } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Text } from '@grafana/ui';

/** How long ago, as exactly as it matters: 2 s, 5 min, 3 h. */
function shortAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

/** How what is shown gets here, and how old it is; counts by itself. */
export function LiveNote({ live, at }: { live: string; at: number | string | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Text color="secondary" variant="bodySmall">
      <span title={at === undefined ? undefined : dateTimeFormat(at)}>
        {live}
        {at !== undefined && ` · ${shortAge(now - new Date(at).getTime())} ago`}
      </span>
    </Text>
  );
}
