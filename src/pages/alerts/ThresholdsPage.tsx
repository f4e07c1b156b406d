import React, { useState } from 'react';
import { Button, Stack, Text, Tooltip } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { checks, type Check, type CheckId } from '../../../contract/check.ts';
import type { Threshold, ThresholdInput } from '../../../contract/threshold.ts';
import { limitText } from '../../components/limitText';
import { personName } from '../../components/personName';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { can } from '../../data/permissions';
import { useServers } from '../../data/useServers';
import { useThresholds } from '../../data/useThresholds';
import { useUrlState } from '../../data/useUrlState';
import { AlertsPage } from './AlertsPage';
import { EffectiveLimits } from './EffectiveLimits';
import { scopeColumns } from './scopeColumns';
import { ThresholdEditor } from './ThresholdEditor';

const every = Object.entries(checks) as Array<[CheckId, Check]>;
const general = (check: CheckId): ThresholdInput => ({ check, scope: { type: 'default' }, warning: checks[check].warning, critical: checks[check].critical, enabled: true, note: '' });
const pair = (check: CheckId, { warning, critical, enabled }: Pick<ThresholdInput, 'warning' | 'critical' | 'enabled'>) => (enabled ? `${limitText(check, warning)} / ${limitText(check, critical)}` : 'off');


/** Checks × scopes: what is shipped, what people set, and what is in force on a server. */
export function ThresholdsPage() {
  const thresholds = useThresholds();
  const servers = useServers(60_000).data ?? [];
  const [{ server }, change] = useUrlState({ server: '' });
  const [editing, setEditing] = useState<{ input: ThresholdInput; saved: Threshold | undefined }>();
  const nameOf = (id: string) => servers.find((one) => one.id === id)?.name ?? id;
  const allowed = can('operate');
  const cell = (threshold: Threshold, text: string) => {
    const by = `Set by ${personName(threshold.updatedBy)}${threshold.note === '' ? '' : `: ${threshold.note}`}`;
    return allowed ? (
      <Button key={threshold.id} size="sm" fill="text" tooltip={by} onClick={() => setEditing({ input: threshold, saved: threshold })}>
        {text}
      </Button>
    ) : (
      <Tooltip key={threshold.id} content={by}>
        <Text weight="medium">{text}</Text>
      </Tooltip>
    );
  };
  const row = (all: Threshold[], columns: ReturnType<typeof scopeColumns>, [id, check]: [CheckId, Check]) => {
    const own = all.filter((threshold) => threshold.check === id);
    const base = own.find(({ scope }) => scope.type === 'default');
    const shipped = pair(id, general(id));
    return [
      <Tooltip key="title" content={check.about}>
        <span tabIndex={0}>{check.title}</span>
      </Tooltip>,
      `${check.comparison}${check.for === '0s' ? '' : `, for ${check.for}`}`,
      base !== undefined ? (
        cell(base, pair(id, base))
      ) : allowed ? (
        <Button key="default" size="sm" fill="text" variant="secondary" tooltip="As shipped" onClick={() => setEditing({ input: general(id), saved: undefined })}>
          {shipped}
        </Button>
      ) : (
        shipped
      ),
      ...columns.map((column) => (
        <Stack key={column.key} gap={0} direction="column" alignItems="flex-start">
          {own.filter(column.has).map((one) => cell(one, `${one.scope.type === 'item' ? `${one.scope.item}: ` : ''}${pair(id, one)}`))}
        </Stack>
      )),
      ...(allowed
        ? [<Button key="add" size="sm" fill="text" icon="plus" tooltip={`Limits of ${check.title} for a tag, a server or one part of it`} aria-label={`Narrower limits for ${check.title}`} onClick={() => setEditing({ input: { ...general(id), scope: { type: 'tag', tag: '', value: '' } }, saved: undefined })} />]
        : []),
    ];
  };
  return (
    <AlertsPage part="thresholds">
      <Stack direction="column" gap={3}>
        <Text color="secondary">
          Warning / critical. The narrowest scope wins: everything, then a tag, then a server, then one mount, device, sensor, metric or rule of it. A change takes part in the next evaluation.
        </Text>
        <Stack direction="column" gap={1}>
          <Picker label="In force on a server" width={40} isClearable placeholder="In force on a server …" options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={servers.some(({ id }) => id === server) ? server : null} onChange={(option) => change({ server: option?.value ?? '' })} />
          {server !== '' && <EffectiveLimits server={server} nameOf={nameOf} />}
        </Stack>
        <QueryView query={thresholds} what="the limits">
          {(all) => {
            const columns = scopeColumns(all, nameOf);
            return <SimpleTable title="Checks" head={['Check', 'Fires', 'Everything', ...columns.map(({ title }) => title), ...(allowed ? [''] : [])]} rows={every.map((one) => row(all, columns, one))} />;
          }}
        </QueryView>
      </Stack>
      {editing !== undefined && allowed && <ThresholdEditor {...editing} servers={servers} onDone={() => setEditing(undefined)} />}
    </AlertsPage>
  );
}
