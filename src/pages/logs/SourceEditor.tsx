import React, { useState } from 'react';
import { Alert, Checkbox, Combobox, Field, Input, TextArea } from '@grafana/ui';
import type { z } from 'zod';
import { LogFormat, LogSourceInput, type LogSource } from '../../../contract/logSource.ts';
import { Choice } from '../../components/Choice';
import { RecordDrawer } from '../../components/RecordDrawer';
import { nobody, ServerPicker } from '../../components/ServerPicker';
import { useFormDraft } from '../../components/useFormDraft';
import { etag } from '../../data/etag';
import { useAction } from '../../data/useAction';
import { useServers } from '../../data/useServers';
import { RuleList } from './RuleList';
import { sourceDraft, sourceProblems } from './sourceDraft';

export type SourceDraft = z.input<typeof LogSourceInput>;

interface SourceEditorProps {
  saved: LogSource | undefined;
  /** For a new one: the server it was asked for on. */
  server: string | undefined;
  /** A message whose kind shall be counted apart. */
  like?: string | undefined;
  onDone: () => void;
}

const types = [
  { value: 'file' as const, label: 'File' },
  { value: 'journald' as const, label: 'Journal' },
  { value: 'command' as const, label: 'Command' },
];

export function SourceEditor({ saved, server, like, onDone }: SourceEditorProps) {
  const servers = useServers(Infinity).data ?? [];
  const { draft, setDraft, dirty } = useFormDraft<SourceDraft>(() => sourceDraft(saved, server, like));
  const [tried, setTried] = useState(false);
  const problems = tried ? sourceProblems(draft) : {};
  const set = (change: Partial<SourceDraft>) => setDraft({ ...draft, ...change });
  const at = (field: string) => (problems[field] === undefined ? {} : { invalid: true, error: problems[field] });
  const save = useAction((client, body: LogSourceInput) => (saved === undefined ? client.createLogSource({ body }) : client.replaceLogSource({ params: { id: saved.id }, body, ifMatch: etag(saved) })), {
    failed: ({ name }) => `${name} was not saved`,
    done: ({ name }) => `${name} saved`,
    after: onDone,
    invalidates: ['log-sources'],
    quiet: true,
  });
  const send = () => {
    setTried(true);
    const checked = LogSourceInput.safeParse(draft);
    if (checked.success) {
      void save.run(checked.data);
    }
  };
  const one = draft.serverId ?? null;
  return (
    <RecordDrawer title={saved === undefined ? 'Add a log source' : `Edit ${saved.name}`} noun="log source" error={save.error} busy={save.busy} dirty={dirty && !save.busy} onSave={send} onDone={onDone}>
      <Field label="Name" {...at('name')} noMargin>
        <Input id="source-name" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} placeholder="app" />
      </Field>
      <ServerPicker
        servers={servers}
        value={one === null ? { ...nobody, ...(draft.selector ?? {}) } : { ...nobody, servers: [one] }}
        onChange={(value) => set(!value.all && Object.keys(value.tags).length === 0 && value.servers.length === 1 ? { serverId: value.servers[0] ?? null, selector: null } : { serverId: null, selector: value })}
      />
      {(problems['serverId'] ?? problems['selector']) !== undefined && <Alert severity="error" title="Choose at least one server" />}
      <Field label="Reads" noMargin>
        <Choice aria-label="Reads" options={types} value={draft.type} onChange={(type) => set(type === 'command' ? { type, count: false, rules: [] } : { type })} />
      </Field>
      {draft.type === 'file' && (
        <Field label="Path" description="Absolute; * and ? may stand for parts of it." {...at('path')} noMargin>
          <Input id="source-path" value={draft.path ?? ''} onChange={(event) => set({ path: event.currentTarget.value || null })} placeholder="/var/log/syslog" />
        </Field>
      )}
      {draft.type === 'journald' && (
        <Field label="Unit" description="Everything unless told." {...at('unit')} noMargin>
          <Input id="source-unit" value={draft.unit ?? ''} onChange={(event) => set({ unit: event.currentTarget.value || null })} placeholder="nginx.service" />
        </Field>
      )}
      {draft.type === 'command' && (
        <Field label="Command" description="What it prints are the lines." {...at('command')} noMargin>
          <TextArea id="source-command" rows={3} value={draft.command ?? ''} onChange={(event) => set({ command: event.currentTarget.value || null })} />
        </Field>
      )}
      <Field label="Format" {...at('format')} noMargin>
        <Combobox id="source-format" options={LogFormat.options.map((value) => ({ value, label: value }))} value={draft.format ?? 'auto'} onChange={({ value }) => set({ format: value })} />
      </Field>
      {draft.format === 'pattern' && (
        <Field label="Pattern" description="RE2 with named groups time, level, message." {...at('pattern')} noMargin>
          <Input id="source-pattern" value={draft.pattern ?? ''} onChange={(event) => set({ pattern: event.currentTarget.value || null })} />
        </Field>
      )}
      <Field label="An entry begins with" description="RE2; other lines belong to the entry before. Empty: each line is an entry." {...at('multiline')} noMargin>
        <Input id="source-multiline" value={draft.multiline ?? ''} onChange={(event) => set({ multiline: event.currentTarget.value || null })} />
      </Field>
      <Field label="Time zone" description="For times without an offset." {...at('timeZone')} noMargin>
        <Input id="source-zone" width={30} value={draft.timeZone ?? 'UTC'} onChange={(event) => set({ timeZone: event.currentTarget.value })} />
      </Field>
      {draft.type !== 'command' && (
        <div>
          <Checkbox label="Count lines by level into metrics" description="It is then followed always, not only while somebody looks." value={draft.count ?? false} onChange={(event) => set({ count: event.currentTarget.checked })} />
        </div>
      )}
      {draft.count === true && <RuleList rules={draft.rules ?? []} problem={at('rules')} onChange={(rules) => set({ rules })} />}
      <div>
        <Checkbox label="Enabled" value={draft.enabled ?? true} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
      </div>
    </RecordDrawer>
  );
}
