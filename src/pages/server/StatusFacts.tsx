import React, { type ReactNode } from 'react';
import { Text } from '@grafana/ui';
import type { ServerStatus } from '../../../contract/status.ts';
import { Ago } from '../../components/Ago';
import { Facts } from '../../components/Facts';
import { NextAttempt } from './NextAttempt';

/** Since when the state holds, and when it is looked again. */
export function StatusFacts({ status: { state, since, lastSeen, nextAttempt, detail } }: { status: ServerStatus }) {
  const facts: Array<[string, ReactNode]> = [
    [state === 'up' ? 'Up since' : `${state.charAt(0).toUpperCase()}${state.slice(1)} since`, <Ago key="since" at={since} />],
    ['Last seen', <Ago key="seen" at={lastSeen} />],
    ...(nextAttempt === null ? [] : [['Next attempt', <NextAttempt key="next" at={nextAttempt} />] as [string, ReactNode]]),
    ...(detail === null ? [] : [['What was seen', detail] as [string, ReactNode]]),
  ];
  return (
    <section aria-label="Polls">
      <Text element="h3" variant="h6">
        Polls
      </Text>
      <Facts facts={facts} />
    </section>
  );
}
