import { PanelPlugin } from '@grafana/data';
import { commandChoices, serverChoices } from '../choices';
import { CommandPanel, type CommandOptions } from './CommandPanel';

export const plugin = new PanelPlugin<CommandOptions>(CommandPanel).setPanelOptions((builder) =>
  builder
    .addSelect({ path: 'command', name: 'Command', description: 'A saved command', defaultValue: '', settings: { options: [], allowCustomValue: true, getOptions: commandChoices } })
    .addMultiSelect({ path: 'servers', name: 'Servers', description: 'Names or variables of the dashboard', settings: { options: [], allowCustomValue: true, getOptions: serverChoices } })
    .addTextInput({ path: 'values', name: 'Parameters', description: 'NAME=value, one a line; who runs it may change them before', defaultValue: '', settings: { useTextarea: true, rows: 3 } })
    .addTextInput({ path: 'label', name: 'Words on the button', defaultValue: '', settings: { placeholder: 'Run disk_check' } })
    .addTextInput({ path: 'confirm', name: 'Question before it runs', defaultValue: '', settings: { placeholder: 'On web1, web2.' } })
    .addBooleanSwitch({ path: 'showOutput', name: 'Show the output', defaultValue: true })
);
