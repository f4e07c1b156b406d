import { FieldConfigProperty, FieldType, PanelPlugin, ThresholdsMode } from '@grafana/data';
import { suggestionsFor } from '../suggestionsFor';
import { GridPanel, type GridOptions } from './GridPanel';

export const plugin = new PanelPlugin<GridOptions>(GridPanel)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Thresholds]: {
        defaultValue: {
          mode: ThresholdsMode.Absolute,
          steps: [
            { value: -Infinity, color: 'text' },
            { value: 85, color: 'orange' },
            { value: 95, color: 'red' },
          ],
        },
      },
    },
  })
  .setPanelOptions((builder) =>
    builder
      .addFieldNamePicker({ path: 'nameField', name: 'Name', description: 'The first text unless chosen', defaultValue: '', settings: { filter: ({ type }) => type === FieldType.string } })
      .addFieldNamePicker({ path: 'stateField', name: 'State', description: 'The field state unless chosen', defaultValue: '', settings: { filter: ({ type }) => type === FieldType.string } })
      .addFieldNamePicker({ path: 'valueField', name: 'Value', description: 'The first number unless chosen; its unit and thresholds apply', defaultValue: '', settings: { filter: ({ type }) => type === FieldType.number } })
      .addNumberInput({ path: 'tileWidth', name: 'Width of a tile', defaultValue: 180, settings: { min: 80, max: 600, integer: true } })
      .addBooleanSwitch({ path: 'onlyProblems', name: 'Only what is not up', defaultValue: false })
  )
  // Its type is open, so the older of two signatures is taken.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  .setSuggestionsSupplier(suggestionsFor('Server grid', ['server', 'state', 'reason']));
