import React, { useState, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, LinkButton, Text, TextLink, useStyles2 } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { reasonMessage } from '../../../contract/status.ts';
import { Ago } from '../../components/Ago';
import { RetryNow } from '../../components/RetryNow';
import { StatusBadge } from '../../components/StatusBadge';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';
import { WaitingIncident } from './WaitingIncident';

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
  // A server that can not be read at all comes before one that is past a limit.
  const waiting: ReactNode[] = [
    ...rows.map((row) => <WaitingServer key={row.server.id} row={row} className={styles.item} />),
    ...incidents.map((incident) => <WaitingIncident key={incident.id} incident={incident} className={styles.item} />),
  ];
  if (waiting.length === 0) {
    return null;
  }
  return (
    <section className={styles.box} aria-label="Needs a person">
      <Text element="h2" variant="h5">
        Needs a person ({waiting.length})
      </Text>
      <ul className={styles.list}>{all ? waiting : waiting.slice(0, firstShown)}</ul>
      {waiting.length > firstShown && (
        <Button fill="text" size="sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${waiting.length}`}
        </Button>
      )}
    </section>
  );
}

function WaitingServer({ row: { server, status }, className }: { row: FleetRow; className: string }) {
  const keys = status.reason?.includes('host_key') === true;
  return (
    <li className={className}>
      <StatusBadge state={status.state} />
      <TextLink inline={false} href={paths.server(server.id)}>
        {server.name}
      </TextLink>
      <span>
        {status.message ?? reasonMessage(status.reason ?? '')}{' '}
        <Text color="secondary" variant="bodySmall">
          <Ago at={status.since} />
        </Text>
      </span>
      <span>
        {keys && (
          <LinkButton size="sm" variant="secondary" href={paths.server(server.id, 'connection')}>
            Compare keys
          </LinkButton>
        )}
        <RetryNow status={status} />
      </span>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ border: `1px solid ${theme.colors.error.border}`, borderRadius: theme.shape.radius.default, padding: theme.spacing(1.5, 2), background: theme.colors.background.secondary }),
  list: css({ listStyle: 'none', margin: 0 }),
  item: css({
    display: 'grid',
    gridTemplateColumns: '84px minmax(72px, 140px) minmax(0, 1fr) auto',
    columnGap: theme.spacing(2),
    alignItems: 'center',
    minHeight: 32,
    paddingTop: theme.spacing(1),
    // On a phone: who and how, then why, then what to do.
    [theme.breakpoints.down('md')]: {
      gridTemplateColumns: '90px minmax(0, 1fr)',
      rowGap: theme.spacing(0.5),
      paddingTop: theme.spacing(1.5),
      '& > :nth-child(n + 3)': { gridColumn: '1 / -1' },
    },
  }),
});
