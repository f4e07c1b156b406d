import React, { useMemo, useState } from 'react';
import { Controller, useFieldArray } from 'react-hook-form';
import { Button, Collapse, Combobox, Field, IconButton, Input, Stack, Switch, TextArea } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import { useServers } from '../../data/useServers';
import { jumpOptions } from './jumpOptions';
import { problem, type Form } from './ServerFields';

/** What most servers do not need: folded until asked for, or wrong. */
export function MoreFields({ form, self, open }: { form: Form; self: string | undefined; open: boolean }) {
  const { control, register, formState } = form;
  const [unfolded, setUnfolded] = useState(open);
  const wrong = (['tags', 'jump', 'interval', 'hostKeyPolicy', 'notes'] as const).some((field) => formState.errors[field] !== undefined);
  const servers = useServers(Infinity);
  const jumps = useMemo(() => jumpOptions(servers.data ?? [], self), [servers.data, self]);
  return (
    <Collapse label="Jump server, tags, interval and more" isOpen={unfolded || wrong} onToggle={setUnfolded}>
      <Field htmlFor="jump" label="Jump server" description="The saved server to go through. Its own jump server makes the chain." {...problem(form, 'jump')}>
        <Controller control={control} name="jump" render={({ field }) => <Combobox id="jump" isClearable placeholder="Direct" options={jumps} value={field.value || null} onChange={(chosen) => field.onChange(chosen?.value ?? '')} />} />
      </Field>
      <TagFields form={form} />
      <Field label="Poll interval" description="Such as 15s or 1m. The exporter's own unless told." {...problem(form, 'interval')}>
        <Input id="interval" width={20} {...register('interval')} placeholder="15s" />
      </Field>
      <Field htmlFor="hostKeyPolicy" label="Trust the first host key" description="Pins whatever key is shown first, without comparing it. Only for machines that come and go in a network you trust." {...problem(form, 'hostKeyPolicy')}>
        <Controller control={control} name="hostKeyPolicy" render={({ field }) => <Switch id="hostKeyPolicy" value={field.value === 'trust-first'} onChange={(event) => field.onChange(event.currentTarget.checked ? 'trust-first' : 'strict')} />} />
      </Field>
      <Field htmlFor="enabled" label="Enabled" description="Not polled while off; its status is paused.">
        <Controller control={control} name="enabled" render={({ field: { value, onChange } }) => <Switch id="enabled" value={value} onChange={(event) => onChange(event.currentTarget.checked)} />} />
      </Field>
      <Field label="Notes" {...problem(form, 'notes')}>
        <TextArea id="notes" rows={3} {...register('notes')} />
      </Field>
    </Collapse>
  );
}

function TagFields({ form }: { form: Form }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'tags' });
  const error = form.formState.errors.tags?.message;
  return (
    <Field label="Tags" description="Become labels of its metrics." invalid={error !== undefined} error={error}>
      <FieldBody>
        <Stack direction="column" gap={1} alignItems="flex-start">
          {fields.map((field, index) => (
            <Stack key={field.id} gap={1} alignItems="center">
              <Input aria-label={`Name of tag ${index + 1}`} width={18} placeholder="role" {...form.register(`tags.${index}.key`)} />
              <Input aria-label={`Value of tag ${index + 1}`} width={18} placeholder="web" {...form.register(`tags.${index}.value`)} />
              <IconButton name="trash-alt" aria-label={`Remove tag ${index + 1}`} onClick={() => remove(index)} />
            </Stack>
          ))}
          <Button size="sm" variant="secondary" icon="plus" onClick={() => append({ key: '', value: '' })}>
            Add tag
          </Button>
        </Stack>
      </FieldBody>
    </Field>
  );
}
