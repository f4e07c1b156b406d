import React from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { alertParts } from './alertParts';

export default function AlertsRoutes() {
  return (
    <Routes>
      <Route index element={<Navigate to="incidents" replace />} />
      {alertParts.map(({ id, Page }) => (
        <Route key={id} path={`${id}/*`} element={<Page />} />
      ))}
    </Routes>
  );
}
