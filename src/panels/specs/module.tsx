import { PanelPlugin } from '@grafana/data';
import { SpecsPanel, type SpecsOptions } from './SpecsPanel';

export const plugin = new PanelPlugin<SpecsOptions>(SpecsPanel).setPanelOptions((builder) =>
  builder.addTextInput({ path: 'server', name: 'Server', description: 'Its name; a variable such as $server may stand here', defaultValue: '' })
);
