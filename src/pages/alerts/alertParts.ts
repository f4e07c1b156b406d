import type { ComponentType } from 'react';
import type { alertTabs } from './alertTabs';
import { ContactsPage } from './ContactsPage';
import { HistoryPage } from './HistoryPage';
import { IncidentsPage } from './IncidentsPage';
import { MaintenancePage } from './MaintenancePage';
import { PoliciesPage } from './PoliciesPage';
import { RotaPage } from './RotaPage';
import { SetupPage } from './SetupPage';
import { ThresholdsPage } from './ThresholdsPage';

/** The page of each tab. */
export const alertParts: Record<(typeof alertTabs)[number]['id'], ComponentType> = {
  incidents: IncidentsPage,
  history: HistoryPage,
  thresholds: ThresholdsPage,
  maintenance: MaintenancePage,
  policies: PoliciesPage,
  contacts: ContactsPage,
  rota: RotaPage,
  setup: SetupPage,
};
