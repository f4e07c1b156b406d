import React, { type ReactNode } from 'react';
import { Text } from '@grafana/ui';
import type { ServerSession } from '../../../contract/serverSession.ts';
import { Ago } from '../../components/Ago';
import { Facts } from '../../components/Facts';
import { units } from '../../components/units';

const readers = { perl: 'perl, which keeps the files open', awk: 'awk', sh: 'the shell', exec: 'one command a poll: no interpreter was found that stays' } as const;
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** The session that everything on this server goes through, and how often it had to be made. */
export function SessionFacts({ session }: { session: ServerSession }) {
  const { connected, since, reader, logins, failedLogins, lastFailure, lastEnd, receivedBytes, sentBytes, hungCommands } = session;
  const facts: Array<[string, ReactNode]> = [
    ['State', connected ? <>connected <Ago at={since} /></> : 'not connected'],
    ['Logins', `${count(logins, 'login', 'logins')} since the exporter started${failedLogins === 0 ? '' : `, ${failedLogins} refused or not answered`}`],
    ['Reader', reader === null ? '–' : readers[reader]],
  ];
  if (connected) {
    facts.push(['Traffic', `↓ ${units.bytes(receivedBytes)}, ↑ ${units.bytes(sentBytes)} over this session`]);
  }
  if (lastEnd !== null) {
    facts.push(['Ended before', <>{lastEnd.message} (<Ago at={lastEnd.at} />)</>]);
  }
  if (lastFailure !== null) {
    facts.push(['Failed before', <>{lastFailure.message} (<Ago at={lastFailure.at} />)</>]);
  }
  if (hungCommands.length > 0) {
    facts.push(['Hung commands', hungCommands.join(', ')]);
  }
  return (
    <section aria-label="Session">
      <Text element="h3" variant="h6">
        Session
      </Text>
      <Facts facts={facts} />
    </section>
  );
}
