import React from 'react';
import { Controller } from 'react-hook-form';
import { Button, Collapse, Field, Input, Stack, Text, TextArea } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import type { AuthSummary } from '../../../contract/server.ts';
import { Choice } from '../../components/Choice';
import { CopyText } from '../../components/CopyText';
import { GenerateKey } from './GenerateKey';
import { problem, type Form } from './ServerFields';

const kinds = [
  { value: 'key' as const, label: 'Key' },
  { value: 'password' as const, label: 'Password' },
  { value: 'keyboard-interactive' as const, label: 'Keyboard-interactive' },
  { value: 'agent' as const, label: 'Agent' },
];

/** On a phone the four kinds are wider than the form. */

/** How to log in. Secrets are typed in and never shown again: an edit says which are set and keeps them until replaced. */
export function CredentialFields({ form, stored }: { form: Form; stored: AuthSummary | undefined }) {
  const { control, register, watch, setValue } = form;
  const type = watch('authType');
  if (stored !== undefined && watch('keepAuth')) {
    return <StoredCredential stored={stored} onReplace={() => setValue('keepAuth', false, { shouldDirty: true })} />;
  }
  return (
    <>
      <Field label="Log in with">
        <FieldBody>
          <Controller control={control} name="authType" render={({ field: { ref: _, ...field } }) => <Choice aria-label="Log in with" options={kinds} {...field} />} />
        </FieldBody>
      </Field>
      {type === 'key' && (
        <>
          <Field label="Private key" description="OpenSSH or PEM. It is encrypted in the exporter's store and never shown again." {...problem(form, 'privateKey')}>
            <TextArea id="privateKey" rows={5} spellCheck={false} autoComplete="off" {...register('privateKey')} placeholder="-----BEGIN OPENSSH PRIVATE KEY-----" />
          </Field>
          <GenerateKey onKey={(key) => setValue('privateKey', key, { shouldDirty: true, shouldValidate: true })} />
          <Field label="Passphrase" description="If the key has one." {...problem(form, 'passphrase')}>
            <Input id="passphrase" type="password" autoComplete="new-password" {...register('passphrase')} />
          </Field>
          <Collapse label="OpenSSH certificate" isOpen={watch('certificate') !== '' ? true : undefined}>
            <Field label="Certificate" description="The text of id_*-cert.pub that belongs to the key." {...problem(form, 'certificate')}>
              <TextArea id="certificate" rows={3} spellCheck={false} {...register('certificate')} />
            </Field>
          </Collapse>
        </>
      )}
      {(type === 'password' || type === 'keyboard-interactive') && (
        <Field label="Password" description={type === 'keyboard-interactive' ? 'The answer to every hidden prompt.' : undefined} {...problem(form, 'password')}>
          <Input id="password" type="password" autoComplete="new-password" {...register('password')} />
        </Field>
      )}
      {type === 'agent' && (
        <Field label="Agent socket" description="Path on the exporter's machine; its SSH_AUTH_SOCK unless told." {...problem(form, 'socket')}>
          <Input id="socket" {...register('socket')} placeholder="/run/user/1000/ssh-agent" />
        </Field>
      )}
    </>
  );
}

const words: Record<AuthSummary['type'], string> = { key: 'a private key', password: 'a password', 'keyboard-interactive': 'keyboard-interactive answers', agent: 'an agent' };

function StoredCredential({ stored, onReplace }: { stored: AuthSummary; onReplace: () => void }) {
  return (
    <Field label="Credential">
      <Stack direction="column" alignItems="flex-start" gap={1}>
        <Text>
          Logs in with {words[stored.type]}
          {stored.passphraseSet ? ', passphrase set' : ''}
          {stored.certificateSet ? ', certificate set' : ''}.
        </Text>
        {stored.publicKey !== null && <CopyText what="the public key" text={stored.publicKey} />}
        <Button size="sm" variant="secondary" onClick={onReplace}>
          Replace credential
        </Button>
      </Stack>
    </Field>
  );
}
