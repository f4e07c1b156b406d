import React, { useEffect, useState, type ReactNode } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Alert, Box, Button, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import type { ApiError } from '../../contract/client.ts';
import { isOutage } from '../data/apiError';
import { useAppServices } from '../data/appContext';
import type { Query } from '../data/useQuery';

interface QueryViewProps<T> {
  query: Query<T>;
  /** What the reader waits for: "servers", "the audit log". */
  what: string;
  children: (data: T) => ReactNode;
  /** Keeps the final layout while waiting. */
  skeleton?: ReactNode;
}

/** What every page shows before, instead of and beside its data: waiting, refusal, error, staleness. */
export function QueryView<T>({ query, what, children, skeleton }: QueryViewProps<T>) {
  const { data, error, refresh } = query;
  const { queries } = useAppServices();
  const away = error !== undefined && isOutage(error);
  // The banner follows the health, which is asked for now and then: what fails here need not wait for it.
  useEffect(() => {
    if (away) {
      void queries.refresh('health');
    }
  }, [away, queries]);
  if (data !== undefined) {
    return (
      <>
        {error !== undefined && !away && <StaleNote what={what} error={error} updatedAt={query.updatedAt} />}
        {children(data)}
      </>
    );
  }
  if (error?.code === 'no_permission' || error?.code === 'forbidden') {
    return (
      <Alert severity="info" title={`Your role does not let you see ${what}`}>
        An administrator of this Grafana organisation can grant the role.
      </Alert>
    );
  }
  if (away) {
    // The page's banner says why, once for all that waits.
    return <Text color="secondary">{`${what.charAt(0).toUpperCase()}${what.slice(1)} will stand here when the exporter answers.`}</Text>;
  }
  if (error !== undefined) {
    return (
      <Alert severity="error" title={`Could not read ${what}`}>
        <Stack direction="column" alignItems="flex-start">
          <span>{error.message}</span>
          <Text variant="bodySmall" color="secondary">
            Code: {error.code}
          </Text>
          <Button variant="secondary" size="sm" onClick={refresh}>
            Try again
          </Button>
        </Stack>
      </Alert>
    );
  }
  return <Waiting what={what}>{skeleton}</Waiting>;
}

function StaleNote({ what, error, updatedAt }: { what: string; error: ApiError; updatedAt: number | undefined }) {
  const since = updatedAt === undefined ? '' : ` Shown as of ${dateTimeFormat(updatedAt, { format: 'HH:mm:ss' })}.`;
  return (
    <Alert severity="warning" title={`Could not refresh ${what}`}>
      {error.message}
      {since}
    </Alert>
  );
}

/** Nothing for 300 ms: a flash of a spinner is worse than a short wait. */
function Waiting({ what, children }: { what: string; children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) {
    return null;
  }
  return children !== undefined ? <>{children}</> : (
    <Box paddingY={4}>
      <LoadingPlaceholder text={`Loading ${what}`} />
    </Box>
  );
}
