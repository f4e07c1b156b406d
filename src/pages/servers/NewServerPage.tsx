import React, { useState } from 'react';
import { ServerCreate, type Server } from '../../../contract/server.ts';
import { AppPage } from '../../components/AppPage';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { FirstValues } from './FirstValues';
import { ServerEditor } from './ServerEditor';
import { bodyOf, emptyForm } from './serverForm';
import { useServerForm } from './useServerForm';

export function NewServerPage() {
  const form = useServerForm(ServerCreate, emptyForm);
  const [made, setMade] = useState<Server>();
  const create = useAction((client, body: ServerCreate) => client.createServer({ body }), {
    failed: (body) => `${body.name} was not added`,
    done: ({ name }) => `${name} added`,
    invalidates: ['servers', 'status'],
  });
  return (
    <AppPage title="Add server" parent={{ text: 'Servers', url: paths.servers() }}>
      {made !== undefined ? (
        <FirstValues
          server={made}
          onAnother={() => {
            form.reset(emptyForm);
            setMade(undefined);
          }}
        />
      ) : (
        <ServerEditor
          form={form}
          saving={create.busy}
          saveText="Save server"
          onSave={async (values, hostKey) => {
            const body = ServerCreate.parse({ ...bodyOf(values), ...(hostKey === undefined ? {} : { hostKey: { type: hostKey.type, key: hostKey.key } }) });
            setMade(await create.run(body));
          }}
        />
      )}
    </AppPage>
  );
}
