import type { ConnectionTest } from '../../../contract/connectionTest.ts';

const marks = { ok: '✓', failed: '✗', skipped: '·' };

/** A connection test as lines: one a step, and what to do after the one that failed. */
export function testReport({ ok, steps, hostKey, hostKeyState, rung, families }: ConnectionTest): string {
  const lines = steps.flatMap(({ step, status, ms, detail, advice }) => [
    `${marks[status]} ${step.padEnd(10)} ${ms === null ? '' : `${Math.round(ms)} ms`.padStart(8)}  ${detail ?? ''}`.trimEnd(),
    ...(advice === null ? [] : [`    ${advice}`]),
  ]);
  const key = hostKey === null ? [] : [`host key: ${hostKey.type} ${hostKey.fingerprint} (${hostKeyState ?? 'unknown'})`];
  const end = ok ? [`It works: reader ${rung}, ${families} metric families.`] : [];
  return `${[...lines, ...key, ...end].join('\n')}\n`;
}
