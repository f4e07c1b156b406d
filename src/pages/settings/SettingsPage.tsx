import React from 'react';
import { useParams } from 'react-router-dom';
import { EmptyState } from '@grafana/ui';
import { AppPage } from '../../components/AppPage';
import { Forbidden } from '../../components/Forbidden';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { settingsParts } from './settingsParts';

export default function SettingsPage() {
  const { part = 'health' } = useParams();
  const shown = settingsParts.find(({ id }) => id === part);
  return (
    <AppPage title="Settings" tabs={can('admin') ? settingsParts.map(({ id, title }) => ({ text: title, url: paths.settings(id), active: id === part })) : undefined}>
      {!can('admin') ? <Forbidden what="see the settings" /> : shown === undefined ? <EmptyState variant="not-found" message="There is no such tab" /> : <shown.Content />}
    </AppPage>
  );
}
