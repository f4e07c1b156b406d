import React, { useMemo, useState } from 'react';
import { Button, EmptyState, FilterInput, Stack, Text } from '@grafana/ui';
import { QueryView } from '../../components/QueryView';
import { useFeedState } from '../../data/feed/useFeed';
import { can } from '../../data/permissions';
import { useBulkIncidents } from '../../data/useIncidentActions';
import { useOpenIncidents } from '../../data/useIncidents';
import { useUrlState } from '../../data/useUrlState';
import { AlertsPage } from './AlertsPage';
import { IncidentTable } from './IncidentTable';

const none: ReadonlySet<string> = new Set();

/** What waits for a person, those nobody has taken and the worst first. */
export function IncidentsPage() {
  const incidents = useOpenIncidents();
  const live = useFeedState() === 'live';
  const [{ text }, change] = useUrlState({ text: '' });
  const [chosen, setChosen] = useState(none);
  const shown = useMemo(() => incidents.data?.filter(({ summary }) => summary.toLowerCase().includes(text.toLowerCase())), [incidents.data, text]);
  const present = useMemo(() => new Set(shown?.filter(({ id }) => chosen.has(id)).map(({ id }) => id)), [shown, chosen]);
  const bulk = useBulkIncidents(() => setChosen(none));
  const act = (action: 'acknowledge' | 'resolve' | 'silence') => void bulk.run([...present], action);
  return (
    <AlertsPage part="incidents">
      <QueryView query={incidents} what="the incidents">
        {(all) =>
          all.length === 0 ? (
            <EmptyState variant="completed" message="Nothing waits for a person" />
          ) : (
            <Stack direction="column" gap={2}>
              <Stack wrap="wrap" gap={1} alignItems="center" justifyContent="space-between">
                <FilterInput placeholder="Search server or text" value={text} onChange={(value) => change({ text: value })} escapeRegex={false} />
                <Text color="secondary">
                  {all.filter(({ state }) => state === 'firing').length} wait, {all.length} open · {live ? 'live' : 'polling every 10 s'}
                </Text>
              </Stack>
              {can('operate') && present.size > 0 && (
                <Stack gap={1} alignItems="center" wrap="wrap">
                  <Text>{present.size} chosen</Text>
                  <Button size="sm" disabled={bulk.busy} onClick={() => act('acknowledge')}>
                    Acknowledge
                  </Button>
                  <Button size="sm" variant="secondary" disabled={bulk.busy} onClick={() => act('silence')}>
                    Silence 1 h
                  </Button>
                  <Button size="sm" variant="secondary" disabled={bulk.busy} onClick={() => act('resolve')}>
                    Resolve
                  </Button>
                </Stack>
              )}
              <IncidentTable incidents={shown ?? []} empty="No open incident matches" {...(can('operate') ? { chosen: present, onChoose: setChosen } : {})} />
            </Stack>
          )
        }
      </QueryView>
    </AlertsPage>
  );
}
