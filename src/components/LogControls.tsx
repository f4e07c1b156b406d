import React from 'react';
import { Button, Input, Stack } from '@grafana/ui';
import { MultiPicker } from './Picker';
import { LogLevel } from '../../contract/logSource.ts';
import { useDraft } from './useDraft';

interface LogControlsProps {
  filter: string;
  levels: string;
  onChange: (change: { filter?: string; levels?: string }) => void;
}

export const levelsOf = (text: string): LogLevel[] => text.split(',').filter((one): one is LogLevel => LogLevel.safeParse(one).success);

/** What narrows lines: a pattern, sent when it is finished, and levels. */
export function LogControls({ filter, levels, onChange }: LogControlsProps) {
  const [draft, setDraft] = useDraft(filter);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ filter: draft });
      }}
    >
      <Stack gap={1} wrap="wrap">
        <Input aria-label="Pattern" placeholder="Pattern (RE2)" width={32} value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
        <Button type="submit" variant="secondary">
          Filter
        </Button>
        <MultiPicker label="Levels" placeholder="Every level" width="auto" minWidth={18} options={LogLevel.options.map((value) => ({ value, label: value }))} value={levelsOf(levels)} onChange={(chosen) => onChange({ levels: chosen.map(({ value }) => value).join(',') })} />
      </Stack>
    </form>
  );
}
