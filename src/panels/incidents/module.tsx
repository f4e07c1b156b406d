import { PanelPlugin } from '@grafana/data';
import { suggestionsFor } from '../suggestionsFor';
import { IncidentsPanel, type IncidentsOptions } from './IncidentsPanel';

const columns = ['text', 'severity', 'state'];

export const plugin = new PanelPlugin<IncidentsOptions>(IncidentsPanel)
  .setPanelOptions((builder) =>
    builder
      .addBooleanSwitch({ path: 'onlyWaiting', name: 'Only what waits', description: 'Hides what somebody took, and what is over', defaultValue: false })
      .addRadio({
        path: 'severity',
        name: 'Severity',
        defaultValue: 'all',
        settings: {
          options: [
            { value: 'all', label: 'All' },
            { value: 'critical', label: 'Critical' },
          ],
        },
      })
      .addBooleanSwitch({ path: 'showServer', name: 'Name the server', defaultValue: false })
      .addBooleanSwitch({ path: 'acknowledge', name: 'Button to acknowledge', description: 'For those who may', defaultValue: true })
  )
  // Its type is open, so the older of two signatures is taken.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  .setSuggestionsSupplier(suggestionsFor('Incidents', columns));
