import React, { useState } from 'react';
import { Button, Collapse, Stack, Text } from '@grafana/ui';
import { AuditList } from '../../components/AuditList';
import { Facts } from '../../components/Facts';
import { HostKeyDecision } from '../../components/HostKeyDecision';
import { QueryView } from '../../components/QueryView';
import { TestSteps } from '../../components/TestSteps';
import { useTestRun } from '../../components/useTestRun';
import { can } from '../../data/permissions';
import { useHostKey } from '../../data/useHostKey';
import { useServers } from '../../data/useServers';
import { useServerSession } from '../../data/useServerSession';
import { jumpChain } from './jumpChain';
import { PinnedKeys } from './PinnedKeys';
import { SessionFacts } from './SessionFacts';
import { StatusFacts } from './StatusFacts';
import type { TabProps } from './serverTabs';

/** How the exporter gets in: session, host key, a test by steps, who changed what. */
export function ConnectionTab({ server, status }: TabProps) {
  const hostKey = useHostKey(server.id);
  const session = useServerSession(server.id);
  const servers = useServers(60_000);
  const attempt = useTestRun((client, _: undefined, onTold) => client.testServer({ params: { id: server.id }, body: {}, onTold }), `The connection to ${server.name} was not tested`);
  const hops = jumpChain(server, servers.data ?? []).slice(0, -1);
  return (
    <Stack direction="column" gap={3}>
      {hostKey.data !== undefined && <HostKeyDecision server={server} hostKey={hostKey.data} />}
      {/* Above what comes and goes with every poll: a button that moves is missed. */}
      <Stack direction="column" gap={1} alignItems="flex-start">
        {can('operate') && (
          <Button variant="secondary" disabled={attempt.busy} onClick={() => void attempt.run(undefined)}>
            {attempt.busy ? 'Testing' : 'Test connection'}
          </Button>
        )}
        <TestSteps {...attempt} />
      </Stack>
      <QueryView query={session} what="the session">
        {(data) => <SessionFacts session={data} />}
      </QueryView>
      <StatusFacts status={status} />
      <section aria-label="Settings">
        <Text element="h3" variant="h6">
          Settings
        </Text>
        <Facts
          facts={[
            ['Address', `${server.host}:${server.port}`],
            ['Way', hops.length === 0 ? 'direct' : `through ${hops.map(({ name }) => name).join(', then ')}`],
            ['User', server.username],
            ['Logs in with', server.auth.type + (server.auth.certificateSet ? ' and certificate' : '')],
            ...(server.auth.publicKey === null ? [] : [['Public key', <code key="key">{server.auth.publicKey}</code>] as [string, React.ReactNode]]),
            ['Poll interval', server.interval ?? 'the exporter’s own'],
            ['Unknown host keys', server.hostKeyPolicy === 'strict' ? 'wait for a person' : 'the first one is trusted'],
          ]}
        />
      </section>
      <QueryView query={hostKey} what="the host key">
        {(data) => <PinnedKeys server={server} hostKey={data} />}
      </QueryView>
      {can('admin') && <Changes id={server.id} />}
    </Stack>
  );
}

function Changes({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Collapse label="Who changed what" isOpen={open} onToggle={setOpen}>
      {open && <AuditList query={{ target: id, limit: 50 }} empty="Nothing was changed yet." />}
    </Collapse>
  );
}
