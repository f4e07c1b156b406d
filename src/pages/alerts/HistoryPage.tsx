import React, { useState } from 'react';
import { Button, FilterInput, Stack } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { checks } from '../../../contract/check.ts';
import { QueryView } from '../../components/QueryView';
import { saveFile } from '../../components/saveFile';
import { useAction } from '../../data/useAction';
import { useIncidentHistory, type HistoryQuery } from '../../data/useIncidents';
import { useUrlState } from '../../data/useUrlState';
import { AlertsPage } from './AlertsPage';
import { IncidentTable } from './IncidentTable';

const states = ['firing', 'acknowledged', 'resolved'].map((value) => ({ value, label: value }));
const severities = ['warning', 'critical'].map((value) => ({ value, label: value }));
const spans = [
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '', label: 'All' },
];
const checkOptions = Object.entries(checks).map(([value, { title }]) => ({ value, label: title }));
const dayMs = 86_400_000;

/** Every incident that is kept, newest first, with filters in the address. */
export function HistoryPage() {
  const [state, change] = useUrlState({ text: '', state: '', severity: '', check: '', days: '7' });
  const [now] = useState(Date.now);
  const [limit, setLimit] = useState(200);
  const chosen = {
    ...(state.text === '' ? {} : { text: state.text }),
    ...(state.state === '' ? {} : { state: state.state as 'firing' }),
    ...(state.severity === '' ? {} : { severity: state.severity as 'warning' }),
    ...(state.check === '' ? {} : { check: state.check }),
    ...(state.days === '' ? {} : { from: new Date(now - Number(state.days) * dayMs).toISOString() }),
  } satisfies HistoryQuery;
  const history = useIncidentHistory({ ...chosen, limit });
  const csv = useAction((client) => client.exportIncidents({ query: chosen }), { failed: () => 'The file was not made', after: (text) => saveFile('incidents.csv', 'text/csv', text) });
  const filter = (name: 'state' | 'severity' | 'check', label: string, options: Array<{ value: string; label: string }>) => (
    <Picker label={label} placeholder={label} width="auto" minWidth={18} isClearable options={options} value={state[name] === '' ? null : state[name]} onChange={(option) => change({ [name]: option?.value ?? '' })} />
  );
  return (
    <AlertsPage
      part="history"
      actions={
        <Button variant="secondary" icon="download-alt" disabled={csv.busy} onClick={() => void csv.run()}>
          CSV
        </Button>
      }
    >
      <Stack direction="column" gap={2}>
        <Stack wrap="wrap" gap={1}>
          <FilterInput placeholder="Search server or text" width={32} value={state.text} onChange={(text) => change({ text })} escapeRegex={false} />
          <Picker label="Span" width="auto" minWidth={16} options={spans} value={state.days} onChange={({ value }) => change({ days: value })} />
          {filter('state', 'State', states)}
          {filter('severity', 'Severity', severities)}
          {filter('check', 'Check', checkOptions)}
        </Stack>
        <QueryView query={history} what="the history">
          {({ items, next }) => (
            <>
              <IncidentTable incidents={items} empty="No incident in this time" last="How it ended" />
              {next !== null && (
                <Button variant="secondary" fill="text" onClick={() => setLimit(Math.min(1000, limit + 200))} disabled={limit >= 1000}>
                  {limit >= 1000 ? 'Narrow the filters to see more' : 'Show more'}
                </Button>
              )}
            </>
          )}
        </QueryView>
      </Stack>
    </AlertsPage>
  );
}
