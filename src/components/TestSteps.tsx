import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, LoadingBar, Text, useStyles2 } from '@grafana/ui';
import type { ConnectionTest, TestStep } from '../../contract/connectionTest.ts';

const names: Record<TestStep['step'], string> = {
  dns: 'Name resolves',
  tcp: 'Port answers',
  kex: 'Key exchange',
  host_key: 'Host key',
  login: 'Login',
  shell: 'Shell runs commands',
  reader: 'Reader starts',
  first_read: 'First values',
};
const marks = { ok: 'check-circle', failed: 'exclamation-circle', skipped: 'minus-circle' } as const;
const colors = { ok: 'success', failed: 'error', skipped: 'secondary' } as const;

/** The way into a server, step by step: what worked, in what time, and what to do where it did not. */
export function TestSteps({ test, busy }: { test: ConnectionTest | undefined; busy: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-label="Connection test" aria-busy={busy}>
      {busy && <LoadingBar width={300} />}
      {test !== undefined && !busy && (
        <ol className={styles.list}>
          {test.steps.map((step) => (
            <li key={step.step} className={styles.step}>
              <Text color={colors[step.status]}>
                <Icon name={marks[step.status]} title={step.status} />
              </Text>
              <div>
                <Text weight={step.status === 'failed' ? 'medium' : 'regular'} color={step.status === 'skipped' ? 'secondary' : 'primary'}>
                  {names[step.step]}
                </Text>{' '}
                {step.ms !== null && (
                  <Text variant="bodySmall" color="secondary">
                    {step.ms < 10 ? step.ms.toFixed(1) : Math.round(step.ms)} ms
                  </Text>
                )}
                {step.detail !== null && <div className={styles.detail}>{step.detail}</div>}
                {step.advice !== null && <div>{step.advice}</div>}
              </div>
            </li>
          ))}
        </ol>
      )}
      {test?.ok === true && !busy && (
        <Text color="success">
          Shellwatch can read this server: {test.families ?? 0} metric families in {Math.round(test.durationMs)} ms, with {test.rung}.
        </Text>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0) }),
  step: css({ display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.25, 0) }),
  detail: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, overflowWrap: 'anywhere' }),
});
