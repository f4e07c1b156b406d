import React from 'react';
import { Route, Routes } from 'react-router-dom';
import { AppPage } from '../../components/AppPage';
import { Forbidden } from '../../components/Forbidden';
import { can } from '../../data/permissions';
import { EditServerPage } from './EditServerPage';
import { HostKeysPage } from './HostKeysPage';
import { ImportPage } from './ImportPage';
import { NewServerPage } from './NewServerPage';
import { ServersPage } from './ServersPage';

export default function ServersRoutes() {
  if (!can('admin')) {
    return (
      <AppPage title="Servers">
        <Forbidden what="add and change servers" />
      </AppPage>
    );
  }
  return (
    <Routes>
      <Route index element={<ServersPage />} />
      <Route path="new" element={<NewServerPage />} />
      <Route path="import" element={<ImportPage />} />
      <Route path="host-keys" element={<HostKeysPage />} />
      <Route path=":id/edit" element={<EditServerPage />} />
    </Routes>
  );
}
