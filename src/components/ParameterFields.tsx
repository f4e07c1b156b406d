import React from 'react';
import { Combobox, Field, Input, Switch } from '@grafana/ui';
import type { Parameter } from '../../contract/command.ts';
import { parameterProblem } from './parameterProblem';

interface ParameterFieldsProps {
  parameters: Parameter[];
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
  /** Whether to say what is missing: after the first try. */
  tried: boolean;
}

/** The values a command asks for; they travel as environment variables, never as script text. */
export function ParameterFields({ parameters, values, onChange, tried }: ParameterFieldsProps) {
  const set = (name: string, value: string) => onChange({ ...values, [name]: value });
  return (
    <>
      {parameters.map((parameter) => {
        const { name, label, type, choices, required } = parameter;
        const value = values[name] ?? parameter.default ?? '';
        const problem = tried ? parameterProblem(parameter, value) : undefined;
        return (
          <Field key={name} label={(label || name) + (required ? ' (needed)' : '')} invalid={problem !== undefined} error={problem} noMargin>
            {type === 'boolean' ? (
              <Switch id={`parameter-${name}`} value={value === 'true'} onChange={(event) => set(name, String(event.currentTarget.checked))} />
            ) : type === 'choice' ? (
              <Combobox id={`parameter-${name}`} options={choices.map((choice) => ({ value: choice, label: choice }))} value={value || null} onChange={(chosen) => set(name, chosen.value)} />
            ) : (
              <Input id={`parameter-${name}`} value={value} inputMode={type === 'string' ? 'text' : 'decimal'} onChange={(event) => set(name, event.currentTarget.value)} />
            )}
          </Field>
        );
      })}
    </>
  );
}
