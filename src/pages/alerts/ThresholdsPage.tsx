import React, { useState } from 'react';
import { Button, Stack, Text, Tooltip } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { checks, type Check, type CheckId } from '../../../contract/check.ts';
import type { Threshold, ThresholdInput } from '../../../contract/threshold.ts';
import { limitText } from '../../components/limitText';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { can } from '../../data/permissions';
import { useServers } from '../../data/useServers';
import { useThresholds } from '../../data/useThresholds';
import { useUrlState } from '../../data/useUrlState';
import { AlertsPage } from './AlertsPage';
import { EffectiveLimits } from './EffectiveLimits';
import { ThresholdEditor } from './ThresholdEditor';
import { scopeText } from './thresholdText';

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
  const cell = (threshold: Threshold) => (
    <Button key={threshold.id} size="sm" fill="text" onClick={() => setEditing({ input: threshold, saved: threshold })} tooltip={threshold.note === '' ? `Set by ${threshold.updatedBy}` : threshold.note}>
      {scopeText(threshold.scope, nameOf)}: {pair(threshold.check, threshold)}
    </Button>
  );
  const row = (all: Threshold[], [id, check]: [CheckId, Check]) => {
    const own = all.filter((threshold) => threshold.check === id);
    const base = own.find(({ scope }) => scope.type === 'default');
    return [
      <Tooltip key="title" content={check.about}>
        <span tabIndex={0}>{check.title}</span>
      </Tooltip>,
      check.comparison,
      check.for,
      <Button key="default" size="sm" fill="text" variant={base === undefined ? 'secondary' : 'primary'} disabled={!can('operate')} onClick={() => setEditing({ input: base ?? general(id), saved: base })}>
        {pair(id, base ?? general(id))}
      </Button>,
      <Stack key="own" gap={0} wrap="wrap">
        {own.filter(({ scope }) => scope.type !== 'default').map(cell)}
      </Stack>,
      can('operate') ? (
        <Button key="add" size="sm" fill="text" icon="plus" aria-label={`Narrower limits for ${check.title}`} onClick={() => setEditing({ input: { ...general(id), scope: { type: 'tag', tag: '', value: '' } }, saved: undefined })} />
      ) : null,
    ];
  };
  return (
    <AlertsPage part="thresholds">
      <Stack direction="column" gap={3}>
        <Text color="secondary">The narrowest scope wins: everything, then a tag, then a server, then one mount, device, sensor, metric or rule of it. A change takes part in the next evaluation.</Text>
        <QueryView query={thresholds} what="the limits">
          {(all) => <SimpleTable title="Checks" head={['Check', 'Fires', 'For', 'Warning / critical', 'Narrower limits', '']} rows={every.map((one) => row(all, one))} />}
        </QueryView>
        <Stack direction="column" gap={1}>
          <Text element="h3" variant="h6">
            In force on a server
          </Text>
          <Picker label="Server" width={40} isClearable placeholder="Choose a server" options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={server === '' ? null : server} onChange={(option) => change({ server: option?.value ?? '' })} />
          {server !== '' && <EffectiveLimits server={server} nameOf={nameOf} />}
        </Stack>
      </Stack>
      {editing !== undefined && can('operate') && <ThresholdEditor {...editing} servers={servers} onDone={() => setEditing(undefined)} />}
    </AlertsPage>
  );
}
