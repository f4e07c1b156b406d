import { FieldType, formattedValueToString, type DataFrame, type Field, type LinkModel } from '@grafana/data';

export interface GridTile {
  name: string;
  state: string;
  /** The value as its field shows it, and the colour its thresholds give. */
  text: string;
  color: string | undefined;
  percent: number | undefined;
  links: LinkModel[];
}

export interface GridFields {
  nameField: string;
  stateField: string;
  valueField: string;
}

const find = (frame: DataFrame, name: string, fallback: (field: Field) => boolean): Field | undefined => frame.fields.find((field) => field.name === name) ?? (name === '' ? frame.fields.find(fallback) : undefined);

/** The rows of a table as tiles; undefined when the table has no column of names. */
export function gridTiles(frame: DataFrame, { nameField, stateField, valueField }: GridFields): GridTile[] | undefined {
  const name = find(frame, nameField, ({ type }) => type === FieldType.string);
  if (name === undefined) {
    return undefined;
  }
  const state = frame.fields.find((field) => field.name === (stateField === '' ? 'state' : stateField));
  const value = find(frame, valueField, ({ type }) => type === FieldType.number);
  return Array.from({ length: frame.length }, (_, row): GridTile => {
    const number = value?.values[row] as number | null | undefined;
    const shown = number === null || number === undefined ? undefined : value?.display?.(number);
    return {
      name: String(name.values[row]),
      state: String(state?.values[row] ?? ''),
      text: shown === undefined ? '' : formattedValueToString(shown),
      color: shown?.color,
      percent: shown?.percent,
      links: name.getLinks?.({ valueRowIndex: row }) ?? [],
    };
  });
}
