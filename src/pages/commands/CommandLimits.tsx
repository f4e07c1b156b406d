import React, { useState } from 'react';
import { Checkbox, Collapse, Field, Input, Stack } from '@grafana/ui';
import { FieldBody } from '../../components/FieldBody';
import { Choice } from '../../components/Choice';
import type { EditorProps } from './CommandEditor';
import { at } from './problemAt';

const roles = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: value }));

/** Timeout, caps, rights: what most commands leave as it is. */
export function CommandLimits({ draft, problems, onChange }: EditorProps) {
  const [open, setOpen] = useState(false);
  const success = draft.success ?? { type: 'exit-code', codes: [0] };
  const wrong = ['timeout', 'maxOutput', 'maxSeries', 'success'].some((path) => 'invalid' in at(problems, path));
  return (
    <Collapse label="Limits, rights and success" isOpen={open || wrong} onToggle={setOpen}>
      <Stack direction="column" gap={2}>
        <Field label="Ends after" {...at(problems, 'timeout')} noMargin>
          <Input id="command-timeout" width={16} value={draft.timeout ?? '30s'} onChange={(event) => onChange({ timeout: event.currentTarget.value })} />
        </Field>
        <Field label="Bytes of output kept" {...at(problems, 'maxOutput')} noMargin>
          <Input id="command-output" width={16} type="number" value={draft.maxOutput ?? 65_536} onChange={(event) => onChange({ maxOutput: Number(event.currentTarget.value) })} />
        </Field>
        <Field label="Most series on a server" {...at(problems, 'maxSeries')} noMargin>
          <Input id="command-series" width={16} type="number" value={draft.maxSeries ?? 200} onChange={(event) => onChange({ maxSeries: Number(event.currentTarget.value) })} />
        </Field>
        <Field label="Who may run it" noMargin>
          <Choice aria-label="Who may run it" options={roles} value={draft.runRole ?? 'operator'} onChange={(runRole) => onChange({ runRole })} />
        </Field>
        <Field label="It worked when" {...at(problems, 'success')} noMargin>
          <FieldBody>
            <Stack gap={1}>
              <Choice
                aria-label="It worked when"
                options={[
                  { value: 'exit-code' as const, label: 'Exit code' },
                  { value: 'pattern' as const, label: 'Output matches' },
                ]}
                value={success.type}
                onChange={(type) => onChange({ success: type === 'pattern' ? { type, pattern: '' } : { type, codes: [0] } })}
              />
              {success.type === 'pattern' ? (
                <Input aria-label="Pattern of success" value={success.pattern} onChange={(event) => onChange({ success: { type: 'pattern', pattern: event.currentTarget.value } })} />
              ) : (
                <Input aria-label="Exit codes" width={16} value={(success.codes ?? [0]).join(', ')} onChange={(event) => onChange({ success: { type: 'exit-code', codes: event.currentTarget.value.split(',').map(Number) } })} />
              )}
            </Stack>
          </FieldBody>
        </Field>
        <div>
          <Checkbox label="Run as root by sudo" value={draft.sudo ?? false} onChange={(event) => onChange({ sudo: event.currentTarget.checked })} />
        </div>
        <div>
          <Checkbox label="May be run from Telegram, after confirmation" value={draft.chat ?? false} onChange={(event) => onChange({ chat: event.currentTarget.checked })} />
        </div>
        <div>
          <Checkbox label="Enabled" value={draft.enabled ?? true} onChange={(event) => onChange({ enabled: event.currentTarget.checked })} />
        </div>
      </Stack>
    </Collapse>
  );
}
