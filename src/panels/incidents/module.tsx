import { PanelPlugin, VisualizationSuggestionScore } from '@grafana/data';
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
  // Grafana 13 asks every panel; 12.3 asks its own ones only.
  .setSuggestionsSupplier(({ rawFrames }) =>
    rawFrames?.some(({ fields }) => columns.every((name) => fields.some((field) => field.name === name))) === true ? [{ name: 'Incidents', score: VisualizationSuggestionScore.Best }] : undefined
  );
