import React from 'react';
import { Field, Input, Stack } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import { Choice } from '../../components/Choice';
import type { EditorProps } from './CommandEditor';
import { at } from './problemAt';

const types = [
  { value: 'none' as const, label: 'On demand' },
  { value: 'interval' as const, label: 'Every' },
  { value: 'cron' as const, label: 'Cron' },
];

/** When it runs by itself. */
export function ScheduleFields({ draft, problems, onChange }: EditorProps) {
  const schedule = draft.schedule ?? { type: 'none' };
  const choose = (type: 'none' | 'interval' | 'cron') =>
    onChange({ schedule: type === 'none' ? { type } : type === 'interval' ? { type, every: '5m' } : { type, cron: '0 3 * * *', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } });
  return (
    <Field label="Schedule" description="Each server has its own phase, so a fleet does not run it in one instant." {...at(problems, 'schedule')} noMargin>
      <FieldBody>
        <Stack gap={1} wrap="wrap">
          <Choice aria-label="Schedule" options={types} value={schedule.type} onChange={choose} />
          {schedule.type === 'interval' && <Input aria-label="Interval" width={12} value={schedule.every} onChange={(event) => onChange({ schedule: { ...schedule, every: event.currentTarget.value } })} />}
          {schedule.type === 'cron' && (
            <>
              <Input aria-label="Cron" width={20} value={schedule.cron} onChange={(event) => onChange({ schedule: { ...schedule, cron: event.currentTarget.value } })} />
              <Input aria-label="Time zone" width={24} value={schedule.timeZone ?? 'UTC'} onChange={(event) => onChange({ schedule: { ...schedule, timeZone: event.currentTarget.value } })} />
            </>
          )}
        </Stack>
      </FieldBody>
    </Field>
  );
}
