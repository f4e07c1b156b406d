import { PanelPlugin } from '@grafana/data';
import { CommandPanel, type CommandOptions } from './CommandPanel';

export const plugin = new PanelPlugin<CommandOptions>(CommandPanel).setPanelOptions((builder) =>
  builder
    .addTextInput({ path: 'command', name: 'Command', description: 'Name of a saved command', defaultValue: '' })
    .addTextInput({ path: 'servers', name: 'Servers', description: 'Names, separated by commas; a variable such as $server may stand here', defaultValue: '' })
    .addTextInput({ path: 'values', name: 'Parameters', description: 'NAME=value, one a line', defaultValue: '', settings: { useTextarea: true, rows: 3 } })
    .addTextInput({ path: 'label', name: 'Words on the button', defaultValue: '' })
    .addTextInput({ path: 'confirm', name: 'Question before it runs', defaultValue: '' })
    .addBooleanSwitch({ path: 'showOutput', name: 'Show the output', defaultValue: true })
);
