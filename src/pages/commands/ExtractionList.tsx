import React from 'react';
import { Button, Field, IconButton, Input, Stack } from '@grafana/ui';
import type { z } from 'zod';
import { FieldBody } from '../../components/FieldBody';
import { Picker } from '../../components/Picker';
import type { Extraction } from '../../../contract/extraction.ts';
import type { EditorProps } from './CommandEditor';
import { at } from './problemAt';

type Draft = z.input<typeof Extraction>;

const sources = [
  { value: 'regex' as const, label: 'Pattern', description: 'RE2; the group value is the number, other named groups are labels' },
  { value: 'json-path' as const, label: 'JSON path', description: 'For output that is JSON' },
  { value: 'exit-code' as const, label: 'Exit code' },
  { value: 'duration' as const, label: 'Duration' },
];
const kinds = (['gauge', 'counter'] as const).map((value) => ({ value, label: value }));

const another = (source: Draft['source'], { metric, help, type, unit, factor }: Draft): Draft => {
  const kept = { metric, help, type, unit, factor };
  return source === 'regex' ? { source, pattern: '(?P<value>[0-9.]+)', ...kept } : source === 'json-path' ? { source, path: '$', ...kept } : { source, ...kept };
};

/** Which numbers are taken out of what it prints. */
export function ExtractionList({ draft, problems, onChange }: EditorProps) {
  const extractions = draft.extractions ?? [];
  const put = (index: number, one: Draft) => onChange({ extractions: extractions.map((present, at) => (at === index ? one : present)) });
  return (
    <Field label="Metrics" description="What is measured; the result beside this form follows as you type." {...at(problems, 'extractions')} noMargin>
      <FieldBody>
        <Stack direction="column" gap={2} alignItems="stretch">
          {extractions.map((one, index) => (
            <Stack key={index} direction="column" gap={1}>
              <Stack gap={1} wrap="wrap" alignItems="center">
                <Picker label={`Source of metric ${index + 1}`} width={14} options={sources} value={one.source} onChange={({ value }) => put(index, another(value, one))} />
                <Input aria-label={`Name of metric ${index + 1}`} width={16} placeholder="name, or none" value={one.metric ?? ''} onChange={(event) => put(index, { ...one, metric: event.currentTarget.value })} />
                <Input aria-label={`Unit of metric ${index + 1}`} width={12} placeholder="seconds" value={one.unit ?? ''} onChange={(event) => put(index, { ...one, unit: event.currentTarget.value })} />
                <Picker label={`Type of metric ${index + 1}`} width={11} options={kinds} value={one.type ?? 'gauge'} onChange={({ value }) => put(index, { ...one, type: value })} />
                <IconButton name="trash-alt" aria-label={`Remove metric ${index + 1}`} onClick={() => onChange({ extractions: extractions.filter((_, at) => at !== index) })} />
              </Stack>
              {one.source === 'regex' && <Input aria-label={`Pattern of metric ${index + 1}`} value={one.pattern} spellCheck={false} onChange={(event) => put(index, { ...one, pattern: event.currentTarget.value })} />}
              {one.source === 'json-path' && (
                <Stack gap={1}>
                  <Input aria-label={`Path of metric ${index + 1}`} placeholder="$.disks[*]" value={one.path} onChange={(event) => put(index, { ...one, path: event.currentTarget.value })} />
                  <Input aria-label={`Value path of metric ${index + 1}`} placeholder="$.used" value={one.value ?? '$'} onChange={(event) => put(index, { ...one, value: event.currentTarget.value })} />
                </Stack>
              )}
              <Input aria-label={`Help of metric ${index + 1}`} placeholder="what it means" value={one.help ?? ''} onChange={(event) => put(index, { ...one, help: event.currentTarget.value })} />
            </Stack>
          ))}
          <div>
            <Button size="sm" variant="secondary" icon="plus" onClick={() => onChange({ extractions: [...extractions, { source: 'regex', pattern: '(?P<value>[0-9.]+)' }] })}>
              Add metric
            </Button>
          </div>
        </Stack>
      </FieldBody>
    </Field>
  );
}
