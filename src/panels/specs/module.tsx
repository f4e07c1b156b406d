import { PanelPlugin } from '@grafana/data';
import { serverChoices } from '../choices';
import { SpecsPanel, type SpecsOptions } from './SpecsPanel';

export const plugin = new PanelPlugin<SpecsOptions>(SpecsPanel).setPanelOptions((builder) =>
  builder.addSelect({ path: 'server', name: 'Server', description: 'Its name, or a variable of the dashboard', defaultValue: '', settings: { options: [], allowCustomValue: true, getOptions: serverChoices } })
);
