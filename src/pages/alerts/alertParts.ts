import type { ComponentType } from 'react';
import { IncidentsPage } from './IncidentsPage';

/** The parts of the alerts pages, in the order of their tabs. */
export const alertParts: Array<{ id: string; title: string; Page: ComponentType }> = [{ id: 'incidents', title: 'Incidents', Page: IncidentsPage }];
