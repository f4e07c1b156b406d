import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Spinner, Text, useStyles2 } from '@grafana/ui';
import { testSteps, type TestStep } from '../../contract/connectionTest.ts';
import type { TestRun } from './useTestRun';

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

/** The way into a server, step by step as it is tried: what worked, in what time, and what to do where it did not. */
export function TestSteps({ test, heard, busy }: TestRun) {
  const styles = useStyles2(getStyles);
  const told = busy ? heard : (test?.steps ?? []);
  const under = busy ? testSteps.find((step) => !told.some((one) => one.step === step)) : undefined;
  return (
    <div role="status" aria-label="Connection test" aria-busy={busy}>
      {(busy || test !== undefined) && (
        <ol className={styles.list}>
          {testSteps.map((name) => (
            <li key={name} className={styles.step}>
              <Step name={name} step={told.find(({ step }) => step === name)} underWay={name === under} />
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

function Step({ name, step, underWay }: { name: TestStep['step']; step: TestStep | undefined; underWay: boolean }) {
  const styles = useStyles2(getStyles);
  if (step === undefined) {
    return (
      <>
        {underWay ? <Spinner inline /> : <Icon name="circle" className={styles.waiting} />}
        <Text color={underWay ? 'primary' : 'secondary'}>{names[name]}</Text>
      </>
    );
  }
  return (
    <>
      <Text color={colors[step.status]}>
        <Icon name={marks[step.status]} title={step.status} />
      </Text>
      <div>
        <Text weight={step.status === 'failed' ? 'medium' : 'regular'} color={step.status === 'skipped' ? 'secondary' : 'primary'}>
          {names[name]}
        </Text>{' '}
        {step.ms !== null && (
          <Text variant="bodySmall" color="secondary">
            {step.ms < 10 ? step.ms.toFixed(1) : Math.round(step.ms)} ms
          </Text>
        )}
        {step.detail !== null && <div className={styles.detail}>{step.detail}</div>}
        {step.advice !== null && <div>{step.advice}</div>}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0) }),
  step: css({ display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.25, 0) }),
  waiting: css({ color: theme.colors.text.disabled }),
  detail: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, overflowWrap: 'anywhere' }),
});
