import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Badge, Stack, Text } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import { osText } from '../../components/specsFacts';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import { TagNames } from '../../components/TagNames';
import { Ago } from '../../components/Ago';
import { useMaintenance } from '../../data/useEscalation';
import { useSpecs } from '../../data/useSpecs';
import { units } from '../../components/units';
import { NextAttempt } from './NextAttempt';
import { activeMaintenance } from './activeMaintenance';

/** Who it is and how it is, in one line that stays on every tab. */
export function ServerSubtitle({ server, status }: { server: Server; status: ServerStatus }) {
  const specs = useSpecs(server.id).data?.specs;
  const [quiet] = activeMaintenance(useMaintenance().data ?? [], server);
  const machine = specs === undefined ? [] : [osText(specs.os) || null, specs.cpu.threads === null ? null : `${specs.cpu.threads} threads`, specs.memory.totalBytes === null ? null : units.bytes(specs.memory.totalBytes)];
  const facts = [`${server.username}@${server.host}${server.port === 22 ? '' : `:${server.port}`}`, ...machine].filter((fact) => fact !== null);
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <StatusBadge state={status.state} />
        <Text color="secondary">{facts.join(' · ')}</Text>
        <TagNames tags={server.tags} />
        {quiet !== undefined && <Badge icon="wrench" color="blue" text={`In maintenance${quiet.nextTo === null ? '' : ` until ${dateTimeFormat(quiet.nextTo)}`}`} tooltip={quiet.reason || quiet.name} />}
      </Stack>
      {status.state !== 'up' && (
        <div>
          <StatusReason status={status} />{' '}
          <Text color="secondary" variant="bodySmall">
            Since <Ago at={status.since} />, {status.lastSeen === null ? 'never seen' : <>last seen <Ago at={status.lastSeen} /></>}
            {status.nextAttempt !== null && (
              <>
                , next attempt <NextAttempt at={status.nextAttempt} />
              </>
            )}
            .
          </Text>
        </div>
      )}
    </Stack>
  );
}
