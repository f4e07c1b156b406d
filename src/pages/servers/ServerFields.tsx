import React from 'react';
import { type UseFormReturn } from 'react-hook-form';
import { Field, Input, Stack } from '@grafana/ui';
import { parseAddress } from './parseAddress';
import type { ServerForm } from './serverForm';

export type Form = UseFormReturn<ServerForm>;

/** What is wrong with a field, in the form that Grafana's Field takes. */
export const problem = (form: Form, field: keyof ServerForm) => {
  const message = form.formState.errors[field]?.message;
  return typeof message === 'string' ? { invalid: true, error: message } : {};
};

/** Where the server is and who logs in. An address with user and port, or a whole ssh command, fills all three. */
export function ServerFields({ form }: { form: Form }) {
  const { register, setValue, getValues } = form;
  const takeApart = (text: string) => {
    const address = parseAddress(text);
    if (address === undefined || (address.port === undefined && address.username === undefined && address.host === text.trim())) {
      return;
    }
    setValue('host', address.host, { shouldDirty: true, shouldValidate: true });
    if (address.port !== undefined) {
      setValue('port', address.port, { shouldDirty: true });
    }
    if (address.username !== undefined) {
      setValue('username', address.username, { shouldDirty: true });
    }
  };
  const suggestName = () => {
    const host = getValues('host').trim();
    if (getValues('name') === '' && /^[A-Za-z][A-Za-z0-9.-]*$/.test(host)) {
      setValue('name', host.split('.')[0] ?? host, { shouldDirty: true });
    }
  };
  const host = register('host');
  return (
    <>
      <Field label="Address" description="Host name or IP. user@host:port or a whole ssh command may be pasted too." {...problem(form, 'host')}>
        <Input
          id="host"
          {...host}
          autoComplete="off"
          placeholder="192.0.2.10"
          onBlur={(event) => {
            takeApart(event.currentTarget.value);
            suggestName();
            void host.onBlur(event);
          }}
        />
      </Field>
      <Stack gap={2} wrap="wrap">
        <Field label="User" {...problem(form, 'username')}>
          <Input id="username" width={30} {...register('username')} autoComplete="off" placeholder="monitor" />
        </Field>
        <Field label="Port" {...problem(form, 'port')}>
          <Input id="port" width={12} inputMode="numeric" {...register('port')} />
        </Field>
      </Stack>
      <Field label="Name" description="How it is called here and in the instance label of its metrics." {...problem(form, 'name')}>
        <Input id="name" {...register('name')} autoComplete="off" placeholder="web1" />
      </Field>
    </>
  );
}
