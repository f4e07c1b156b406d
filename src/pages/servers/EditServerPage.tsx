import React, { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { locationUtil } from '@grafana/data';
import type { HostKey } from '../../../contract/hostKey.ts';
import { ServerReplace, type Server } from '../../../contract/server.ts';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { notify } from '../../data/notify';
import { toApiError } from '../../data/apiError';
import { useAppServices } from '../../data/appContext';
import { etag } from '../../data/etag';
import { useQuery } from '../../data/useQuery';
import { BothVersions } from './BothVersions';
import { knownHostsLine } from './knownHostsLine';
import { ServerEditor } from './ServerEditor';
import { bodyOf, formOf } from './serverForm';
import { useServerForm } from './useServerForm';

export function EditServerPage() {
  const { id = '' } = useParams();
  // Read once: a poll must not change the form under the hands of its writer.
  const server = useQuery(`servers/${id}?edit`, (client, signal) => client.getServer({ params: { id }, signal }));
  return (
    <AppPage title={server.data === undefined ? 'Edit server' : `Edit ${server.data.name}`} parent={{ text: 'Servers', url: paths.servers() }}>
      <QueryView query={server} what="the server">
        {(data) => <EditServer key={data.id} read={data} />}
      </QueryView>
    </AppPage>
  );
}

function EditServer({ read }: { read: Server }) {
  const navigate = useNavigate();
  const [base, setBase] = useState(read);
  const [theirs, setTheirs] = useState<Server>();
  const [compared, setCompared] = useState<HostKey>();
  const form = useServerForm(ServerReplace, formOf(read));
  const { client, queries } = useAppServices();
  const [saving, setSaving] = useState(false);
  const save = async (over: Server, hostKey: HostKey | undefined) => {
    setSaving(true);
    setCompared(hostKey);
    try {
      const saved = await client.replaceServer({ params: { id: read.id }, body: ServerReplace.parse(bodyOf(form.getValues())), ifMatch: etag(over) });
      // Accepting by fingerprint needs a key that a poll has seen, and no poll was at a new address yet.
      if (hostKey !== undefined) {
        await client.importKnownHosts({ body: { text: knownHostsLine(saved, hostKey), dryRun: false } });
      }
      notify.success(`${saved.name} saved`);
      ['servers', 'status', 'host-keys'].forEach((key) => queries.invalidate(key));
      navigate(locationUtil.stripBaseFromUrl(paths.server(saved.id)));
    } catch (error) {
      const news = toApiError(error).code === 'precondition_failed' ? await client.getServer({ params: { id: read.id } }).catch(() => undefined) : undefined;
      if (news === undefined) {
        notify.error(`${read.name} was not changed`, error);
      }
      setTheirs(news);
      setSaving(false);
    }
  };
  return (
    <>
      {theirs !== undefined && (
        <BothVersions
          base={base}
          mine={form.getValues()}
          theirs={theirs}
          onOverwrite={() => {
            setBase(theirs);
            setTheirs(undefined);
            void save(theirs, compared);
          }}
          onTakeTheirs={() => {
            form.reset(formOf(theirs));
            setBase(theirs);
            setTheirs(undefined);
          }}
          onDismiss={() => setTheirs(undefined)}
        />
      )}
      <ServerEditor form={form} saved={{ id: read.id, auth: base.auth }} saving={saving} saveText="Save changes" onSave={(_, hostKey) => save(base, hostKey)} />
    </>
  );
}
