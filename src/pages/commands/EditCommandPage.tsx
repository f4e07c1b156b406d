import React from 'react';
import { useParams } from 'react-router-dom';
import { AppPage } from '../../components/AppPage';
import { Forbidden } from '../../components/Forbidden';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useQuery } from '../../data/useQuery';
import { CommandEditor } from './CommandEditor';

export function EditCommandPage() {
  const { id } = useParams();
  const parent = { text: 'Commands', url: paths.commands() };
  if (!can('operate')) {
    return (
      <AppPage title="Command" parent={parent}>
        <Forbidden what="change commands" />
      </AppPage>
    );
  }
  return id === undefined ? (
    <AppPage title="New command" parent={parent}>
      <CommandEditor saved={undefined} />
    </AppPage>
  ) : (
    <SavedCommand id={id} parent={parent} />
  );
}

function SavedCommand({ id, parent }: { id: string; parent: { text: string; url: string } }) {
  const command = useQuery(`commands/${id}?edit`, (client, signal) => client.getCommand({ params: { id }, signal }));
  return (
    <AppPage title={command.data === undefined ? 'Edit command' : `Edit ${command.data.name}`} parent={parent}>
      <QueryView query={command} what="the command">
        {(data) => <CommandEditor key={data.id} saved={data} />}
      </QueryView>
    </AppPage>
  );
}
