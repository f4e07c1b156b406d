import React from 'react';
import { Button, Field, IconButton, Input, Stack } from '@grafana/ui';
import type { z } from 'zod';
import { LogLevel, type LogRule } from '../../../contract/logSource.ts';
import { MultiPicker } from '../../components/Picker';

type Rule = z.input<typeof LogRule>;

interface RuleListProps {
  rules: Rule[];
  problem: { invalid?: boolean; error?: string | undefined };
  onChange: (rules: Rule[]) => void;
}

/** Which lines are counted apart, each kind by a name of its own. */
export function RuleList({ rules, problem, onChange }: RuleListProps) {
  const set = (index: number, change: Partial<Rule>) => onChange(rules.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <Field label="Lines that are counted apart" description="Each makes shellwatch_log_matches_total with its name as the label rule; an alert can be made of it." {...problem} noMargin>
      <Stack direction="column" gap={2} alignItems="stretch">
        {rules.map((rule, index) => (
          <Stack key={index} direction="column" gap={1}>
            <Stack gap={1} wrap="wrap" alignItems="center">
              <Input aria-label={`Name of rule ${index + 1}`} width={20} placeholder="failed_logins" value={rule.name} onChange={(event) => set(index, { name: event.currentTarget.value })} />
              <MultiPicker label={`Levels of rule ${index + 1}`} placeholder="Every level" width="auto" minWidth={18} options={LogLevel.options.map((value) => ({ value, label: value }))} value={rule.levels ?? []} onChange={(chosen) => set(index, { levels: chosen.map(({ value }) => value) })} />
              <IconButton name="trash-alt" aria-label={`Remove rule ${index + 1}`} onClick={() => onChange(rules.filter((_, at) => at !== index))} />
            </Stack>
            <Input aria-label={`Pattern of rule ${index + 1}`} placeholder="Pattern (RE2)" spellCheck={false} value={rule.pattern} onChange={(event) => set(index, { pattern: event.currentTarget.value })} />
          </Stack>
        ))}
        <div>
          <Button size="sm" variant="secondary" icon="plus" onClick={() => onChange([...rules, { name: '', pattern: '' }])}>
            Add a kind of line
          </Button>
        </div>
      </Stack>
    </Field>
  );
}
