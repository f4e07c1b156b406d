import React from 'react';
import { Route, Routes } from 'react-router-dom';
import { AnalysisPage } from './AnalysisPage';
import { LogsPage } from './LogsPage';
import { SourcesPage } from './SourcesPage';

export default function LogsRoutes() {
  return (
    <Routes>
      <Route index element={<LogsPage />} />
      <Route path="sources" element={<SourcesPage />} />
      <Route path="analysis" element={<AnalysisPage />} />
    </Routes>
  );
}
