import React, { useState } from 'react';
import { Button, Checkbox, Combobox, Field, FileDropzone, LinkButton, Stack, Text, TextArea } from '@grafana/ui';
import type { z } from 'zod';
import { ImportInput, type ImportReport } from '../../../contract/import.ts';
import { AppPage } from '../../components/AppPage';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { CredentialFields } from './CredentialFields';
import { guessFormat } from './guessFormat';
import { ImportRows } from './ImportRows';
import { bodyOf, emptyForm } from './serverForm';
import { useServerForm } from './useServerForm';

type Format = z.infer<typeof ImportInput.shape.format>;
const formats: Array<{ value: Format; label: string; description: string }> = [
  { value: 'ssh-config', label: 'OpenSSH config', description: '~/.ssh/config' },
  { value: 'ansible-ini', label: 'Ansible inventory (INI)', description: 'hosts' },
  { value: 'ansible-yaml', label: 'Ansible inventory (YAML)', description: 'hosts.yml' },
  { value: 'csv', label: 'CSV', description: 'name,host,port,username' },
  { value: 'json', label: 'JSON', description: 'as the export writes it' },
];

/** Many servers at once: paste or drop a file, look at each row's result, then confirm. */
export function ImportPage() {
  const [text, setText] = useState('');
  const [format, setFormat] = useState<Format>('ssh-config');
  const [update, setUpdate] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const credential = useServerForm(ImportInput.shape.auth, { ...emptyForm, authType: 'agent' });
  const importing = useAction((client, dryRun: boolean) => client.importServers({ body: { format, text, dryRun, update, ...withAuth(credential.getValues()) } as z.input<typeof ImportInput> }), {
    failed: (dryRun) => (dryRun ? 'The file was not read' : 'The servers were not imported'),
    invalidates: ['servers', 'status'],
  });
  const take = (content: string) => {
    setText(content);
    setReport(undefined);
    setFormat(guessFormat(content) ?? format);
  };
  const run = async (dryRun: boolean) => setReport(await importing.run(dryRun));
  return (
    <AppPage title="Import servers" parent={{ text: 'Servers', url: paths.servers() }}>
      <Stack direction="column" gap={2} maxWidth={100}>
        <Field label="A file" htmlFor="import-file" noMargin>
          <FileDropzone id="import-file" options={{ multiple: false, onDrop: (files: File[]) => void files[0]?.text().then(take) }} readAs="readAsText" />
        </Field>
        <Field label="Or paste it" noMargin>
          <TextArea id="import-text" rows={8} spellCheck={false} value={text} onChange={(event) => take(event.currentTarget.value)} />
        </Field>
        <Field label="Format" noMargin>
          <Combobox id="import-format" options={formats} value={format} onChange={({ value }) => setFormat(value)} />
        </Field>
        <Text color="secondary">The credential for rows that name none:</Text>
        <CredentialFields form={credential} stored={undefined} />
        <div>
          <Checkbox label="Change servers that have the same name" value={update} onChange={(event) => setUpdate(event.currentTarget.checked)} />
        </div>
        <div>
          <Button variant="secondary" disabled={text.trim() === '' || importing.busy} onClick={() => void run(true)}>
            Preview
          </Button>
        </div>
        {report !== undefined && <ImportRows report={report} />}
        {report?.dryRun === true && report.rows.some(({ result }) => result === 'create' || result === 'update') && (
          <div>
            <Button disabled={importing.busy} onClick={() => void run(false)}>
              Import {report.rows.filter(({ result }) => result === 'create' || result === 'update').length} servers
            </Button>
          </div>
        )}
        {report?.dryRun === false && (
          <div>
            <LinkButton href={paths.hostKeys()}>Compare their host keys</LinkButton>
          </div>
        )}
      </Stack>
    </AppPage>
  );
}

/** The agent of the exporter is what remains when nothing was typed in. */
const withAuth = (form: typeof emptyForm) => (form.authType === 'agent' && form.socket === '' ? {} : { auth: bodyOf(form).auth });
