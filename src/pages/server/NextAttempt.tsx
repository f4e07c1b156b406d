import React from 'react';
import { Ago } from '../../components/Ago';
import { useNow } from '../../components/useNow';

/** When a server is tried again; "now" while an attempt is under way, or was told of a moment ago. */
export function NextAttempt({ at }: { at: string }) {
  const now = useNow(1_000);
  return Date.parse(at) <= now ? <span>now</span> : <Ago at={at} />;
}
