import React, { useState } from 'react';
import { Button, Collapse, EmptyState, Field, Stack, TextArea } from '@grafana/ui';
import type { KnownHostsReport } from '../../../contract/hostKey.ts';
import type { Server } from '../../../contract/server.ts';
import { AppPage } from '../../components/AppPage';
import { HostKeyDecision } from '../../components/HostKeyDecision';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { useHostKey } from '../../data/useHostKey';
import { useServers } from '../../data/useServers';
import { KnownHostsResult } from './KnownHostsResult';

/** Every server whose host key waits for a decision, and many at once from a known_hosts file. */
export function HostKeysPage() {
  const servers = useServers(5_000);
  return (
    <AppPage title="Host keys" parent={{ text: 'Servers', url: paths.servers() }}>
      <QueryView query={servers} what="the servers">
        {(all) => {
          const waiting = all.filter(({ status }) => status.reason?.includes('host_key') === true);
          return (
            <Stack direction="column" gap={2}>
              {waiting.length === 0 ? <EmptyState variant="completed" message="No host key waits for a decision" /> : waiting.map((server) => <Waiting key={server.id} server={server} />)}
              <KnownHosts open={waiting.length > 0} />
            </Stack>
          );
        }}
      </QueryView>
    </AppPage>
  );
}

function Waiting({ server }: { server: Server }) {
  const hostKey = useHostKey(server.id);
  return (
    <QueryView query={hostKey} what={`the host key of ${server.name}`}>
      {(data) => <HostKeyDecision server={server} hostKey={data} />}
    </QueryView>
  );
}

function KnownHosts({ open }: { open: boolean }) {
  const [unfolded, setUnfolded] = useState(open);
  const [text, setText] = useState('');
  const [report, setReport] = useState<{ dryRun: boolean; report: KnownHostsReport }>();
  const importing = useAction((client, dryRun: boolean) => client.importKnownHosts({ body: { text, dryRun } }), {
    failed: () => 'known_hosts was not read',
    invalidates: ['host-keys', 'servers', 'status'],
  });
  const run = async (dryRun: boolean) => {
    const result = await importing.run(dryRun);
    setReport(result === undefined ? undefined : { dryRun, report: result });
  };
  return (
    <Collapse label="Pin keys from a known_hosts file" isOpen={unfolded} onToggle={setUnfolded}>
      <Field label="Lines of known_hosts" description="Hashed names are matched too. Nothing is pinned before you confirm.">
        <TextArea id="known-hosts" rows={6} spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </Field>
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Button variant="secondary" disabled={text.trim() === '' || importing.busy} onClick={() => void run(true)}>
          Preview
        </Button>
        {report !== undefined && <KnownHostsResult report={report.report} dryRun={report.dryRun} busy={importing.busy} onConfirm={() => void run(false)} />}
      </Stack>
    </Collapse>
  );
}
