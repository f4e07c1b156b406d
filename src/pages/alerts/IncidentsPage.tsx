import React, { useMemo, useState } from 'react';
import { EmptyState, FilterInput, Stack, Text, TextLink } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { Picker } from '../../components/Picker';
import { QueryView } from '../../components/QueryView';
import { useFeedState } from '../../data/feed/useFeed';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useOpenIncidents } from '../../data/useIncidents';
import { useUrlState } from '../../data/useUrlState';
import { AlertsPage } from './AlertsPage';
import { BulkBar } from './BulkBar';
import { IncidentTable } from './IncidentTable';

const none: ReadonlySet<string> = new Set();
const severities = (['critical', 'warning'] as const).map((value) => ({ value, label: value }));
const states = (['firing', 'acknowledged'] as const).map((value) => ({ value, label: value }));

/** What waits for a person, those nobody has taken and the worst first. */
export function IncidentsPage() {
  const incidents = useOpenIncidents();
  const live = useFeedState() === 'live';
  const [{ text, severity, state }, change] = useUrlState({ text: '', severity: '', state: '' });
  const [chosen, setChosen] = useState(none);
  const shown = useMemo(() => (incidents.data ?? []).filter((one) => matches(one, { text, severity, state })), [incidents.data, text, severity, state]);
  const present = useMemo(() => new Set(shown.filter(({ id }) => chosen.has(id)).map(({ id }) => id)), [shown, chosen]);
  return (
    <AlertsPage part="incidents">
      <QueryView query={incidents} what="the incidents">
        {(all) =>
          all.length === 0 ? (
            <EmptyState variant="completed" message="Nothing waits for a person">
              What fires appears here by itself. <TextLink href={paths.alerts('history')}>See what was</TextLink>
            </EmptyState>
          ) : (
            <Stack direction="column" gap={2}>
              <Stack wrap="wrap" gap={1} alignItems="center">
                <FilterInput placeholder="Search server or text" width={32} value={text} onChange={(value) => change({ text: value })} escapeRegex={false} />
                <Picker label="Severity" placeholder="Severity" width="auto" minWidth={16} isClearable options={severities} value={severity === '' ? null : (severity as 'critical')} onChange={(option: { value: string } | null) => change({ severity: option?.value ?? '' })} />
                <Picker label="State" placeholder="State" width="auto" minWidth={16} isClearable options={states} value={state === '' ? null : (state as 'firing')} onChange={(option: { value: string } | null) => change({ state: option?.value ?? '' })} />
                <Text color="secondary">
                  {all.filter((one) => one.state === 'firing').length} wait, {all.length} open · {live ? 'live' : 'polling every 10 s'}
                </Text>
              </Stack>
              {can('operate') && <BulkBar chosen={shown.filter(({ id }) => present.has(id))} onDone={() => setChosen(none)} />}
              <IncidentTable incidents={shown} empty="No open incident matches" {...(can('operate') ? { chosen: present, onChoose: setChosen } : {})} />
            </Stack>
          )
        }
      </QueryView>
    </AlertsPage>
  );
}

function matches(one: Incident, { text, severity, state }: { text: string; severity: string; state: string }): boolean {
  const words = [one.summary, one.title, one.serverName ?? '', one.item ?? ''].join(' ').toLowerCase();
  return (severity === '' || one.severity === severity) && (state === '' || one.state === state) && words.includes(text.toLowerCase());
}
