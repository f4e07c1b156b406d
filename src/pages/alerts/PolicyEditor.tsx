import React from 'react';
import { Button, Checkbox, Field, Input, Stack, Text } from '@grafana/ui';
import { MultiPicker } from '../../components/Picker';
import { checks } from '../../../contract/check.ts';
import { PolicyInput, type Policy } from '../../../contract/escalation.ts';
import { RecordDrawer } from '../../components/RecordDrawer';
import { etag } from '../../data/etag';
import { useContacts, useSchedules } from '../../data/useEscalation';
import { useServers } from '../../data/useServers';
import { useRecordForm } from './useRecordForm';

type Steps = PolicyInput['steps'];
const checkOptions = Object.entries(checks).map(([value, { title }]) => ({ value, label: title }));
const severityOptions = (['warning', 'critical'] as const).map((value) => ({ value, label: value }));
const firstStep = { targets: [], waitMinutes: 10 };
const fresh: PolicyInput = { name: '', order: 100, matcher: { checks: [], severities: [], tags: {} }, steps: [firstStep], repeat: null, remindAcknowledgedMinutes: null, notifyResolved: true, enabled: true };
const withoutMeta = ({ id: _i, revision: _r, updatedAt: _u, ...input }: Policy): PolicyInput => input;

export function PolicyEditor({ saved, onDone }: { saved: Policy | undefined; onDone: () => void }) {
  const initial = saved === undefined ? fresh : withoutMeta(saved);
  const { draft, set, frame } = useRecordForm({
    schema: PolicyInput,
    noun: 'policy',
    initial,
    save: (client, body) => (saved === undefined ? client.createPolicy({ body }) : client.replacePolicy({ params: { id: saved.id }, body, ifMatch: etag(saved) })),
    invalidates: ['policies'],
    onDone,
  });
  const matcher = { checks: [], severities: [], tags: {}, ...draft.matcher };
  const servers = useServers(60_000).data ?? [];
  const tags = [...new Set(servers.flatMap((server) => Object.entries(server.tags).map((tag) => tag.join('='))))].sort();
  const whole = (text: string) => Math.max(0, Math.round(Number(text) || 0));
  return (
    <RecordDrawer title={saved === undefined ? 'New policy' : `Edit ${saved.name}`} {...frame}>
      <Field label="Name" noMargin>
        <Input id="policy-name" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      </Field>
      <Field label="Order" description="The smallest is tried first." noMargin>
        <Input id="policy-order" type="number" width={12} value={draft.order ?? 100} onChange={(event) => set({ order: whole(event.currentTarget.value) })} />
      </Field>
      <Text element="h4" variant="h6">
        For
      </Text>
      <Field label="Checks" noMargin>
        <MultiPicker fill placeholder="All" label="Checks" options={checkOptions} value={matcher.checks} onChange={(picked) => set({ matcher: { ...matcher, checks: picked.map(({ value }) => value) } })} />
      </Field>
      <Field label="Severities" noMargin>
        <MultiPicker fill placeholder="Both" label="Severities" options={severityOptions} value={matcher.severities} onChange={(picked) => set({ matcher: { ...matcher, severities: picked.map(({ value }) => value) } })} />
      </Field>
      <Field label="Tags" description="All of them must match" noMargin>
        <MultiPicker
          fill
          placeholder="Every server"
          label="Tags"
          options={tags.map((value) => ({ value, label: value }))}
          value={Object.entries(matcher.tags).map((tag) => tag.join('='))}
          onChange={(picked) => set({ matcher: { ...matcher, tags: Object.fromEntries(picked.map(({ value }) => [value.slice(0, value.indexOf('=')), value.slice(value.indexOf('=') + 1)])) } })}
        />
      </Field>
      <StepList steps={(draft.steps ?? []) as Steps} onChange={(steps) => set({ steps })} />
      <div>
        <Checkbox label="Repeat from the first step" value={draft.repeat != null} onChange={(event) => set({ repeat: event.currentTarget.checked ? { fromStep: 0, times: 3 } : null })} />
      </div>
      {draft.repeat != null && (
        <Stack gap={1}>
          <Field label="From step" noMargin>
            <Input id="repeat-from" type="number" width={10} min={1} value={draft.repeat.fromStep + 1} onChange={(event) => set({ repeat: { fromStep: Math.max(0, whole(event.currentTarget.value) - 1), times: draft.repeat?.times ?? 3 } })} />
          </Field>
          <Field label="Times" noMargin>
            <Input id="repeat-times" type="number" width={10} value={draft.repeat.times} onChange={(event) => set({ repeat: { fromStep: draft.repeat?.fromStep ?? 0, times: whole(event.currentTarget.value) } })} />
          </Field>
        </Stack>
      )}
      <Field label="Remind of an acknowledged incident after" description="Minutes; empty: never" noMargin>
        <Input id="remind" type="number" width={12} value={draft.remindAcknowledgedMinutes ?? ''} onChange={(event) => set({ remindAcknowledgedMinutes: event.currentTarget.value === '' ? null : whole(event.currentTarget.value) })} />
      </Field>
      <div>
        <Checkbox label="Tell when it is resolved" value={draft.notifyResolved ?? true} onChange={(event) => set({ notifyResolved: event.currentTarget.checked })} />
      </div>
      <div>
        <Checkbox label="Enabled" value={draft.enabled ?? true} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
      </div>
    </RecordDrawer>
  );
}

function StepList({ steps, onChange }: { steps: Steps; onChange: (steps: Steps) => void }) {
  const contacts = useContacts().data ?? [];
  const schedules = useSchedules().data ?? [];
  const options = [
    ...contacts.map(({ id, name }) => ({ value: `contact:${id}`, label: name, group: 'Contacts' })),
    ...schedules.map(({ id, name }) => ({ value: `schedule:${id}`, label: `${name} (on duty)`, group: 'Rotas' })),
  ];
  const put = (at: number, change: Partial<Steps[number]>) => onChange(steps.map((step, index) => (index === at ? { ...step, ...change } : step)));
  return (
    <Stack direction="column" gap={1}>
      <Text element="h4" variant="h6">
        Steps
      </Text>
      {steps.map((step, at) => (
        <Stack key={at} gap={1} wrap="wrap" alignItems="center">
          <Text>{at + 1}. Tell</Text>
          <MultiPicker
            label={`Step ${at + 1} tells`}
            width="auto"
            minWidth={24}
            options={options}
            value={step.targets.map(({ type, id }) => `${type}:${id}`)}
            onChange={(picked) => put(at, { targets: picked.map(({ value }) => ({ type: value.startsWith('contact:') ? ('contact' as const) : ('schedule' as const), id: value.slice(value.indexOf(':') + 1) })) })}
          />
          <Text>and wait</Text>
          <Input aria-label={`Step ${at + 1} waits`} type="number" width={10} suffix="min" value={step.waitMinutes} onChange={(event) => put(at, { waitMinutes: Math.max(0, Math.round(Number(event.currentTarget.value) || 0)) })} />
          <Button size="sm" variant="secondary" icon="trash-alt" aria-label={`Remove step ${at + 1}`} onClick={() => onChange(steps.filter((_, index) => index !== at))} />
        </Stack>
      ))}
      <div>
        <Button size="sm" variant="secondary" icon="plus" onClick={() => onChange([...steps, firstStep])}>
          Step
        </Button>
      </div>
    </Stack>
  );
}
