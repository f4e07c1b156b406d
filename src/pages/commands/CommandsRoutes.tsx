import React from 'react';
import { Route, Routes } from 'react-router-dom';
import { CommandPage } from './CommandPage';
import { CommandsPage } from './CommandsPage';
import { EditCommandPage } from './EditCommandPage';
import { RunPage } from './RunPage';
import { RunsPage } from './RunsPage';

export default function CommandsRoutes() {
  return (
    <Routes>
      <Route index element={<CommandsPage />} />
      <Route path="new" element={<EditCommandPage />} />
      <Route path="runs" element={<RunsPage />} />
      <Route path="runs/:id" element={<RunPage />} />
      <Route path=":id" element={<CommandPage />} />
      <Route path=":id/edit" element={<EditCommandPage />} />
    </Routes>
  );
}
