import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, LinkButton, Stack, useStyles2 } from '@grafana/ui';
import type { HostKey } from '../../../contract/hostKey.ts';
import type { AuthSummary } from '../../../contract/server.ts';
import { CompareKey } from '../../components/CompareKey';
import { TestSteps } from '../../components/TestSteps';
import { useUnsavedGuard } from '../../components/useUnsavedGuard';
import { paths } from '../../data/paths';
import { CredentialFields } from './CredentialFields';
import { MoreFields } from './MoreFields';
import type { ServerForm } from './serverForm';
import { ServerFields, type Form } from './ServerFields';
import { useConnectionTest } from './useConnectionTest';

interface ServerEditorProps {
  form: Form;
  /** Id and credential of the server when it is an edit. */
  saved?: { id: string; auth: AuthSummary };
  saving: boolean;
  saveText: string;
  /** The key that a person compared in this form, to be pinned with the server. */
  onSave: (form: ServerForm, hostKey: HostKey | undefined) => Promise<void>;
}

/** The form with its test: address, credential, the way in step by step, the host key to compare, then save. */
export function ServerEditor({ form, saved, saving, saveText, onSave }: ServerEditorProps) {
  const styles = useStyles2(getStyles);
  const attempt = useConnectionTest(saved?.id);
  const { test, busy, run } = attempt;
  const [compared, setCompared] = useState<HostKey>();
  const { dialog } = useUnsavedGuard(form.formState.isDirty && !saving);
  const runTest = form.handleSubmit((values) => run({ form: values, acceptFingerprint: compared?.fingerprint }));
  const accept = async (key: HostKey) => {
    setCompared(key);
    await run({ form: form.getValues(), acceptFingerprint: key.fingerprint });
  };
  return (
    <>
      {dialog}
      <form className={styles.form} noValidate onSubmit={form.handleSubmit((values) => onSave(values, compared))}>
        <ServerFields form={form} />
        <CredentialFields form={form} stored={saved?.auth} />
        <MoreFields form={form} self={saved?.id} open={saved !== undefined} />
        <TestSteps {...attempt} />
        {test !== undefined && test.hostKey !== null && (test.hostKeyState === 'unverified' || test.hostKeyState === 'changed') && !busy && (
          <CompareKey
            name={form.getValues('name') || 'this server'}
            shown={test.hostKey}
            changed={test.hostKeyState === 'changed'}
            busy={busy}
            onAccept={test.hostKeyState === 'unverified' ? () => void accept(test.hostKey as HostKey) : undefined}
          />
        )}
        <Stack gap={1} wrap="wrap">
          <Button type="submit" disabled={saving || busy}>
            {saving ? 'Saving' : saveText}
          </Button>
          <Button variant="secondary" disabled={saving || busy} onClick={() => void runTest()}>
            {busy ? 'Testing' : 'Test connection'}
          </Button>
          <LinkButton variant="secondary" fill="text" href={saved === undefined ? paths.servers() : paths.server(saved.id)}>
            Cancel
          </LinkButton>
        </Stack>
      </form>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    maxWidth: 640,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    // The first field that is wrong takes the focus: its label is not to end below Grafana's bar.
    'input, textarea': { scrollMarginTop: theme.spacing(16) },
  }),
});
