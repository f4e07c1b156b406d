import React from 'react';
import { Alert, Button, Checkbox, Field, Input, Stack, Text } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { FormDrawer } from '../../components/FormDrawer';
import { Picker } from '../../components/Picker';
import { checks, type Check } from '../../../contract/check.ts';
import type { Server } from '../../../contract/server.ts';
import { ThresholdInput, type Threshold, type ThresholdScope } from '../../../contract/threshold.ts';
import { QueryView } from '../../components/QueryView';
import { useFormDraft } from '../../components/useFormDraft';
import { etag } from '../../data/etag';
import { useAction } from '../../data/useAction';
import { usePreview } from '../../data/useThresholds';
import { LimitTable } from './EffectiveLimits';
import { scopeText } from './thresholdText';

interface ThresholdEditorProps {
  input: ThresholdInput;
  /** Absent: a new record. */
  saved: Threshold | undefined;
  servers: Server[];
  onDone: () => void;
}

const asText = (limit: number | null) => (limit === null ? '' : String(limit));
const asLimit = (text: string) => (text.trim() === '' ? null : Number(text));
const invalidates = ['thresholds'];

/** Limits of one check in one scope, with what they would set off now. */
export function ThresholdEditor({ input, saved, servers, onDone }: ThresholdEditorProps) {
  const check: Check = checks[input.check];
  const { draft, setDraft, dirty } = useFormDraft(() => ({ scope: input.scope, warning: asText(input.warning), critical: asText(input.critical), enabled: input.enabled, note: input.note }));
  const { scope, warning, critical, enabled, note } = draft;
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const checked = ThresholdInput.safeParse({ check: input.check, scope, warning: asLimit(warning), critical: asLimit(critical), enabled, note });
  const whole = checked.success && !(scope.type === 'tag' && scope.tag === '') ? checked.data : undefined;
  const preview = usePreview(whole);
  const nameOf = (id: string) => servers.find((one) => one.id === id)?.name ?? id;
  const save = useAction((client, body: ThresholdInput) => (saved === undefined ? client.putThreshold({ body }) : client.replaceThreshold({ params: { id: saved.id }, body, ifMatch: etag(saved) })), {
    failed: () => 'The limits were not saved',
    done: () => 'Limits saved; they take part in the next evaluation',
    after: onDone,
    invalidates,
    quiet: true,
  });
  const remove = useAction((client, record: Threshold) => client.deleteThreshold({ params: { id: record.id }, ifMatch: etag(record) }), { failed: () => 'The limits were not removed', done: () => 'Removed; the next wider scope is in force', after: onDone, invalidates });
  const level = (name: 'warning' | 'critical', label: string) => (
    <Field label={label} description="Empty: never fires here." noMargin>
      <Input id={`limit-${name}`} type="number" step="any" width={20} suffix={check.unit} value={draft[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
    </Field>
  );
  return (
    <FormDrawer title={`${check.title}: limits`} subtitle={`${check.about}. Fires ${check.comparison} the limit, for ${check.for}.`} dirty={dirty && !save.busy && !remove.busy} onClose={onDone}>
      {(close) => (
        <Stack direction="column" gap={2}>
          {saved === undefined ? <ScopePicker scope={scope} onChange={(next) => set({ scope: next })} servers={servers} dimension={check.dimension} /> : <Text>For {scopeText(scope, nameOf)}</Text>}
          <Stack gap={2} wrap="wrap">
            {level('warning', 'Warning')}
            {level('critical', 'Critical')}
          </Stack>
          <div>
            <Checkbox label="On" description="Off: the check never fires in this scope." value={enabled} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
          </div>
          <Field label="Note" noMargin>
            <Input id="limit-note" value={note} onChange={(event) => set({ note: event.currentTarget.value })} />
          </Field>
          {save.error !== undefined && (
            <Alert severity="error" title="The limits were not saved">
              {save.error.message} ({save.error.code})
            </Alert>
          )}
          <Stack gap={1}>
            <Button disabled={whole === undefined || save.busy} onClick={() => whole !== undefined && void save.run(whole)}>
              Save limits
            </Button>
            {saved !== undefined && (
              <Button variant="destructive" fill="outline" disabled={remove.busy} onClick={() => void remove.run(saved)}>
                Remove limits
              </Button>
            )}
            <Button variant="secondary" fill="text" onClick={close}>
              Cancel
            </Button>
          </Stack>
          {whole !== undefined && (
            <QueryView query={preview} what="the preview">
              {(items) => (
                <>
                  <Text>{previewText(items.filter(({ wouldFire }) => wouldFire !== null).map(({ serverName }) => serverName), items.length)}</Text>
                  <LimitTable withServer items={items.slice(0, 50)} nameOf={nameOf} />
                </>
              )}
            </QueryView>
          )}
        </Stack>
      )}
    </FormDrawer>
  );
}

function previewText(names: string[], count: number): string {
  const servers = [...new Set(names)];
  return servers.length === 0 ? `Would fire on none of ${count} measured now.` : `Would fire now on ${servers.slice(0, 5).join(', ')}${servers.length > 5 ? ` and ${servers.length - 5} more` : ''}.`;
}

interface ScopePickerProps {
  scope: ThresholdScope;
  onChange: (scope: ThresholdScope) => void;
  servers: Server[];
  dimension: Check['dimension'];
}

function ScopePicker({ scope, onChange, servers, dimension }: ScopePickerProps) {
  const types = [
    { value: 'default' as const, label: 'Everything' },
    { value: 'tag' as const, label: 'Tag' },
    { value: 'server' as const, label: 'Server' },
    ...(dimension === null ? [] : [{ value: 'item' as const, label: `One ${dimension.replace('_', ' ')}` }]),
  ];
  const tags = [...new Set(servers.flatMap(({ tags }) => Object.entries(tags).map((tag) => tag.join('='))))].sort();
  const first = servers[0]?.id ?? '';
  const become = (type: ThresholdScope['type']) => onChange({ default: { type: 'default' as const }, tag: { type: 'tag' as const, tag: '', value: '' }, server: { type: 'server' as const, serverId: first }, item: { type: 'item' as const, serverId: first, item: '' } }[type]);
  return (
    <Stack direction="column" gap={1}>
      <Field label="For" noMargin>
        <Choice aria-label="For" options={types} value={scope.type} onChange={become} />
      </Field>
      {scope.type === 'tag' && (
        <Picker
          label="Tag"
          width={40}
          placeholder="Choose a tag"
          options={tags.map((value) => ({ value, label: value }))}
          value={scope.tag === '' ? null : `${scope.tag}=${scope.value}`}
          onChange={({ value }) => onChange({ type: 'tag', tag: value.slice(0, value.indexOf('=')), value: value.slice(value.indexOf('=') + 1) })}
        />
      )}
      {(scope.type === 'server' || scope.type === 'item') && (
        <Picker label="Server" width={40} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={scope.serverId} onChange={({ value }) => onChange({ ...scope, serverId: value })} />
      )}
      {scope.type === 'item' && <Input id="scope-item" aria-label={dimension ?? 'Item'} width={40} placeholder={dimension === 'mountpoint' ? '/var' : ''} value={scope.item} onChange={(event) => onChange({ ...scope, item: event.currentTarget.value })} />}
    </Stack>
  );
}
