import React from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { alertParts } from './alertParts';
import { IncidentPage } from './IncidentPage';

export default function AlertsRoutes() {
  return (
    <Routes>
      <Route index element={<Navigate to="incidents" replace />} />
      <Route path="incidents/:id" element={<IncidentPage />} />
      {Object.entries(alertParts).map(([id, Page]) => (
        <Route key={id} path={id} element={<Page />} />
      ))}
      <Route path="*" element={<Navigate to="../incidents" replace />} />
    </Routes>
  );
}
