import React, { useState } from 'react';
import { Checkbox, Field, Input, Stack } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { readCron, weekdays, writeCron, type CronRule } from './cronRule';
import { ZonePicker } from './ZonePicker';

interface Recurring {
  cron: string;
  lasts: string;
  timeZone: string;
}

const kinds = [
  { value: 'day' as const, label: 'Every day' },
  { value: 'week' as const, label: 'Every week' },
  { value: 'month' as const, label: 'Every month' },
  { value: 'cron' as const, label: 'By a cron rule' },
];

/** When a window opens again and again, for how long, and by which clock. */
export function RecurringFields({ value, onChange }: { value: Recurring; onChange: (change: Partial<Recurring>) => void }) {
  // Kept apart: a rule of cron that happens to be a daily one is still shown as a rule while it is typed.
  const [rule, setRule] = useState(() => readCron(value.cron));
  const put = (next: CronRule) => {
    setRule(next);
    onChange({ cron: writeCron(next) });
  };
  const at = rule.every === 'cron' ? '03:00' : rule.at;
  const become = (every: CronRule['every']) => put({ day: { every: 'day' as const, at }, week: { every: 'week' as const, at, days: [7] }, month: { every: 'month' as const, at, day: 1 }, cron: { every: 'cron' as const, cron: value.cron } }[every]);
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label="Repeats" noMargin>
          <Picker label="Repeats" width={20} options={kinds} value={rule.every} onChange={(option) => become(option.value)} />
        </Field>
        {rule.every === 'month' && (
          <Field label="Day" noMargin>
            <Input id="maintenance-day" type="number" min={1} max={31} width={10} value={rule.day} onChange={(event) => put({ ...rule, day: Math.min(31, Math.max(1, Math.round(Number(event.currentTarget.value)) || 1)) })} />
          </Field>
        )}
        {rule.every === 'cron' ? (
          <Field label="Begins" description="Minute, hour, day, month, weekday" noMargin>
            <Input id="maintenance-cron" width={24} value={rule.cron} onChange={(event) => put({ every: 'cron', cron: event.currentTarget.value })} />
          </Field>
        ) : (
          <Field label="At" noMargin>
            <Input id="maintenance-at" type="time" width={16} value={rule.at} onChange={(event) => event.currentTarget.value !== '' && put({ ...rule, at: event.currentTarget.value })} />
          </Field>
        )}
      </Stack>
      {rule.every === 'week' && (
        <Stack gap={2} wrap="wrap">
          {weekdays.map((name, index) => {
            const day = index + 1;
            const on = rule.days.includes(day);
            return <Checkbox key={name} label={name} value={on} disabled={on && rule.days.length === 1} onChange={() => put({ ...rule, days: on ? rule.days.filter((one) => one !== day) : [...rule.days, day].sort() })} />;
          })}
        </Stack>
      )}
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label="Lasts" description="Such as 30m, 2h or 1d" noMargin>
          <Input id="maintenance-lasts" width={16} value={value.lasts} onChange={(event) => onChange({ lasts: event.currentTarget.value })} />
        </Field>
        <Field label="Time zone" description="Keeps its clock through summer and winter" noMargin>
          <ZonePicker value={value.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
        </Field>
      </Stack>
    </Stack>
  );
}
