import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { RetryNow } from '../../components/RetryNow';
import { StatusBadge } from '../../components/StatusBadge';
import { WaitingIncident } from './WaitingIncident';
import { StatusReason } from '../../components/StatusReason';
import type { Incident } from '../../../contract/incident.ts';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';

const firstShown = 5;

interface NeedsPersonProps {
  rows: FleetRow[];
  /** Open incidents that nobody took yet. */
  incidents: Incident[];
}

/** What waits for a person, before everything else; absent when nothing does. */
export function NeedsPerson({ rows, incidents }: NeedsPersonProps) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const count = rows.length + incidents.length;
  if (count === 0) {
    return null;
  }
  return (
    <section className={styles.box} aria-label="Needs a person">
      <Text element="h2" variant="h5">
        Needs a person ({count})
      </Text>
      <ul className={styles.list}>
        {incidents.slice(0, all ? incidents.length : firstShown).map((incident) => (
          <WaitingIncident key={incident.id} incident={incident} className={styles.item} />
        ))}
        {rows.slice(0, all ? rows.length : firstShown).map(({ server, status }) => (
          <li key={server.id} className={styles.item}>
            <Stack gap={2} wrap="wrap" alignItems="baseline">
              <StatusBadge state={status.state} />
              <TextLink href={paths.server(server.id)}>{server.name}</TextLink>
              <Text color="secondary">
                since <Ago at={status.since} />
              </Text>
            </Stack>
            <Stack gap={1} wrap="wrap" alignItems="center" justifyContent="space-between">
              <StatusReason status={status} />
              <RetryNow status={status} />
            </Stack>
          </li>
        ))}
      </ul>
      {(rows.length > firstShown || incidents.length > firstShown) && (
        <Button fill="text" size="sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${count}`}
        </Button>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ border: `1px solid ${theme.colors.error.border}`, borderRadius: theme.shape.radius.default, padding: theme.spacing(2), background: theme.colors.background.secondary }),
  list: css({ listStyle: 'none', margin: 0 }),
  item: css({ paddingTop: theme.spacing(1.5) }),
});
