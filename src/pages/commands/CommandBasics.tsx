import React from 'react';
import { CodeEditor, Combobox, Field, Input } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import { Interpreter } from '../../../contract/command.ts';
import { ServerPicker, nobody } from '../../components/ServerPicker';
import { useServers } from '../../data/useServers';
import type { EditorProps } from './CommandEditor';
import { at } from './problemAt';
import { ScheduleFields } from './ScheduleFields';

/** Name, script, where and when. */
export function CommandBasics({ draft, problems, onChange }: EditorProps) {
  const servers = useServers(Infinity).data ?? [];
  const selector = draft.selector;
  return (
    <>
      <Field label="Name" description="Small letters, digits and underscore: it becomes part of metric names." {...at(problems, 'name')} noMargin>
        <Input id="command-name" value={draft.name} onChange={(event) => onChange({ name: event.currentTarget.value })} placeholder="backup_age" />
      </Field>
      <Field label="About" noMargin>
        <Input id="command-about" value={draft.description ?? ''} onChange={(event) => onChange({ description: event.currentTarget.value })} />
      </Field>
      <Field label="Interpreter" noMargin>
        <Combobox id="command-interpreter" width={20} options={Interpreter.options.map((value) => ({ value, label: value }))} value={draft.interpreter ?? 'sh'} onChange={({ value }) => onChange({ interpreter: value })} />
      </Field>
      <Field label="Script" description="Sent over standard input. Parameters are environment variables in it: $NAME." {...at(problems, 'script')} noMargin>
        <FieldBody>
          <CodeEditor language={draft.interpreter === 'python3' ? 'python' : draft.interpreter === 'perl' ? 'perl' : 'shell'} value={draft.script} height={200} showLineNumbers showMiniMap={false} onBlur={(script) => onChange({ script })} onChange={(script) => onChange({ script })} />
        </FieldBody>
      </Field>
      <ServerPicker label="Servers it may run on" servers={servers} value={selector === null || selector === undefined ? { ...nobody, all: true } : { ...nobody, ...selector }} onChange={(value) => onChange({ selector: value.all ? null : value })} />
      <ScheduleFields draft={draft} problems={problems} onChange={onChange} />
    </>
  );
}
