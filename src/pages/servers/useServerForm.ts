import { useForm, type Resolver } from 'react-hook-form';
import type { z } from 'zod';
import { formErrors } from './formErrors';
import { bodyOf, type ServerForm } from './serverForm';

/** The form, checked by a schema of the contract: at each field when it is left, at all of them when it is sent. */
export function useServerForm(schema: z.ZodType, defaultValues: ServerForm) {
  const resolver: Resolver<ServerForm> = (form) => {
    const checked = schema.safeParse(bodyOf(form));
    return checked.success ? { values: form, errors: {} } : { values: {}, errors: formErrors(form, checked.error.issues) };
  };
  return useForm<ServerForm>({ defaultValues, resolver, mode: 'onBlur', shouldFocusError: true });
}
