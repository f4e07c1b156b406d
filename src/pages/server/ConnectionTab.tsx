import React, { useState } from 'react';
import { Button, Collapse, Stack } from '@grafana/ui';
import type { ConnectionTest } from '../../../contract/connectionTest.ts';
import { Ago } from '../../components/Ago';
import { AuditList } from '../../components/AuditList';
import { Facts } from '../../components/Facts';
import { HostKeyDecision } from '../../components/HostKeyDecision';
import { QueryView } from '../../components/QueryView';
import { TestSteps } from '../../components/TestSteps';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useHostKey } from '../../data/useHostKey';
import { useServers } from '../../data/useServers';
import { PinnedKeys } from './PinnedKeys';
import { jumpChain } from './jumpChain';
import type { TabProps } from './serverTabs';

/** How the exporter gets in: session, host key, a test by steps, who changed what. */
export function ConnectionTab({ server, status }: TabProps) {
  const hostKey = useHostKey(server.id);
  const servers = useServers(60_000);
  const [test, setTest] = useState<ConnectionTest>();
  const run = useAction((client) => client.testServer({ params: { id: server.id }, body: {} }), { failed: () => `The connection to ${server.name} was not tested`, after: (result) => setTest(result) });
  return (
    <Stack direction="column" gap={3}>
      {hostKey.data !== undefined && <HostKeyDecision server={server} hostKey={hostKey.data} />}
      <Facts
        facts={[
          ['Address', `${server.host}:${server.port}`],
          ['User', server.username],
          ['Logs in with', server.auth.type + (server.auth.certificateSet ? ' and certificate' : '')],
          ...(server.auth.publicKey === null ? [] : [['Public key', <code key="key">{server.auth.publicKey}</code>] as [string, React.ReactNode]]),
          ['Way', jumpChain(server, servers.data ?? []).map(({ name }) => name).join(' → ')],
          ['Interval', server.interval ?? 'as the exporter'],
          ['Unknown host keys', server.hostKeyPolicy === 'strict' ? 'wait for a person' : 'the first one is trusted'],
          ['State since', <Ago key="since" at={status.since} />],
          ['Last seen', <Ago key="seen" at={status.lastSeen} />],
          ['Next attempt', <Ago key="next" at={status.nextAttempt} never="with the next poll" />],
          ...(status.detail === null ? [] : [['What was seen', status.detail] as [string, React.ReactNode]]),
        ]}
      />
      <Stack direction="column" gap={1} alignItems="flex-start">
        {can('operate') && (
          <Button variant="secondary" disabled={run.busy} onClick={() => void run.run()}>
            {run.busy ? 'Testing' : 'Test connection'}
          </Button>
        )}
        <TestSteps test={test} busy={run.busy} />
      </Stack>
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
