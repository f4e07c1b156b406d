import React, { useState, type ReactNode } from 'react';
import { Button, EmptyState, Stack, Text } from '@grafana/ui';
import type { Client } from '../../../contract/client.ts';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { can, type Permission } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import type { Query } from '../../data/useQuery';
import { AlertsPage } from './AlertsPage';

interface Named {
  id: string;
  name: string;
  revision: number;
}

interface RecordPageProps<T extends Named> {
  part: string;
  /** What one is called: "contact". */
  noun: string;
  about: string;
  query: Query<T[]>;
  permission: Permission;
  /** What stands above the list when there is one; opens a record by its id, for those who may change it. */
  above?: (onOpen: ((id: string) => void) | undefined) => ReactNode;
  /** What stands below the list. */
  below?: (records: T[]) => ReactNode;
  head: string[];
  row: (record: T) => ReactNode[];
  remove: (client: Client, record: T) => Promise<unknown>;
  /** What goes with a removed one. */
  removing: string;
  invalidates: string[];
  Editor: (props: { saved: T | undefined; onDone: () => void }) => ReactNode;
}

/** A short list of records that are made, changed and removed: the same for people, policies, rotas and windows. */
export function RecordPage<T extends Named>({ part, noun, about, query, permission, above, below, head, row, remove, removing, invalidates, Editor }: RecordPageProps<T>) {
  const [editing, setEditing] = useState<T | 'new'>();
  const [deleting, setDeleting] = useState<T>();
  const allowed = can(permission);
  const removal = useAction((client, record: T) => remove(client, record), { failed: ({ name }) => `${name} was not deleted`, done: () => `The ${noun} was deleted`, invalidates });
  const buttons = (record: T) => (
    <Stack key="buttons" gap={0}>
      <Button size="sm" fill="text" onClick={() => setEditing(record)}>
        Edit
      </Button>
      <Button size="sm" fill="text" variant="destructive" onClick={() => setDeleting(record)}>
        Delete
      </Button>
    </Stack>
  );
  const add = (
    <Button icon="plus" onClick={() => setEditing('new')}>
      New {noun}
    </Button>
  );
  return (
    <AlertsPage part={part} actions={allowed ? add : undefined}>
      <Stack direction="column" gap={2}>
        <Text color="secondary">{about}</Text>
        <QueryView query={query} what={`each ${noun}`}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState variant="call-to-action" message={`No ${noun} yet`} button={allowed ? add : undefined} />
            ) : (
              <>
                {above?.(allowed ? (id) => setEditing(items.find((record) => record.id === id)) : undefined)}
                <SimpleTable title="" lead={Math.max(0, head.indexOf('Name'))} head={[...head, ...(allowed ? [''] : [])]} rows={items.map((record) => [...row(record), ...(allowed ? [buttons(record)] : [])])} />
                {below?.(items)}
              </>
            )
          }
        </QueryView>
      </Stack>
      {editing !== undefined && <Editor saved={editing === 'new' ? undefined : editing} onDone={() => setEditing(undefined)} />}
      {deleting !== undefined && (
        <ConfirmDelete
          name={deleting.name}
          body={removing}
          onConfirm={() => {
            void removal.run(deleting);
            setDeleting(undefined);
          }}
          onDismiss={() => setDeleting(undefined)}
        />
      )}
    </AlertsPage>
  );
}
