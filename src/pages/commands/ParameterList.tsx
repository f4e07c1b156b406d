import React from 'react';
import { Button, Checkbox, Field, IconButton, Input, Stack } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import { Picker } from '../../components/Picker';
import type { EditorProps } from './CommandEditor';
import { at } from './problemAt';

const types = (['string', 'integer', 'number', 'boolean', 'choice'] as const).map((value) => ({ value, label: value }));

/** What a person gives at each run. */
export function ParameterList({ draft, problems, onChange }: EditorProps) {
  const parameters = draft.parameters ?? [];
  const set = (index: number, change: Partial<(typeof parameters)[number]>) => onChange({ parameters: parameters.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return (
    <Field label="Parameters" description="Given at each run, as environment variables." {...at(problems, 'parameters')} noMargin>
      <FieldBody>
        <Stack direction="column" gap={1} alignItems="flex-start">
          {parameters.map((parameter, index) => (
            <Stack key={index} gap={1} wrap="wrap" alignItems="center">
              <Input aria-label={`Name of parameter ${index + 1}`} width={16} placeholder="PATTERN" value={parameter.name} onChange={(event) => set(index, { name: event.currentTarget.value })} />
              <Picker label={`Type of parameter ${index + 1}`} width={14} options={types} value={parameter.type ?? 'string'} onChange={({ value }) => set(index, { type: value })} />
              {parameter.type === 'choice' ? (
                <Input aria-label={`Choices of parameter ${index + 1}`} width={20} placeholder="one, two" value={(parameter.choices ?? []).join(', ')} onChange={(event) => set(index, { choices: event.currentTarget.value.split(',').map((one) => one.trim()) })} />
              ) : (
                <Input aria-label={`Default of parameter ${index + 1}`} width={16} placeholder="default" value={parameter.default ?? ''} onChange={(event) => set(index, { default: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
              )}
              {(parameter.type ?? 'string') === 'string' && <Input aria-label={`Pattern of parameter ${index + 1}`} width={16} placeholder="pattern" value={parameter.pattern ?? ''} onChange={(event) => set(index, { pattern: event.currentTarget.value === '' ? null : event.currentTarget.value })} />}
              <Checkbox label="Needed" value={parameter.required ?? false} onChange={(event) => set(index, { required: event.currentTarget.checked })} />
              <IconButton name="trash-alt" aria-label={`Remove parameter ${index + 1}`} onClick={() => onChange({ parameters: parameters.filter((_, at) => at !== index) })} />
            </Stack>
          ))}
          <Button size="sm" variant="secondary" icon="plus" onClick={() => onChange({ parameters: [...parameters, { name: '' }] })}>
            Add parameter
          </Button>
        </Stack>
      </FieldBody>
    </Field>
  );
}
