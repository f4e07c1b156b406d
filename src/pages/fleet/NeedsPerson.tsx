import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { RetryNow } from '../../components/RetryNow';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';

const firstShown = 5;

/** What waits for a person, before everything else; absent when nothing does. */
export function NeedsPerson({ rows }: { rows: FleetRow[] }) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  if (rows.length === 0) {
    return null;
  }
  return (
    <section className={styles.box} aria-label="Needs a person">
      <Text element="h2" variant="h5">
        Needs a person ({rows.length})
      </Text>
      <ul className={styles.list}>
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
      {rows.length > firstShown && (
        <Button fill="text" size="sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${rows.length}`}
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
