import { testSteps, type ConnectionTest, type TestStep } from '../../../contract/connectionTest.ts';
import { reasonMessage } from '../../../contract/status.ts';
import type { SshFailure } from '../ssh/session.ts';

type StepName = (typeof testSteps)[number];
type Findings = Pick<ConnectionTest, 'hostKey' | 'hostKeyState' | 'rung' | 'families'>;

/** Collects how the steps of a connection test went, telling each as it ends; a step nobody told of was not reached. */
export function createTestReport(tell: (step: TestStep) => void = () => undefined) {
  const steps = new Map<StepName, TestStep>();
  const note = (step: TestStep): void => {
    steps.set(step.step, step);
    tell(step);
  };
  return {
    ok(step: StepName, ms: number, detail: string): void {
      note({ step, status: 'ok', ms, reason: null, detail, advice: null });
    },
    failed(step: StepName, ms: number | null, { reason, detail }: SshFailure): void {
      note({ step, status: 'failed', ms, reason, detail, advice: reasonMessage(reason) });
    },
    hasFailed: (): boolean => [...steps.values()].some((step) => step.status === 'failed'),
    finish(durationMs: number, findings: Findings): ConnectionTest {
      const all = testSteps.map(
        (step): TestStep => steps.get(step) ?? { step, status: 'skipped', ms: null, reason: null, detail: null, advice: null }
      );
      return { ok: steps.get('first_read')?.status === 'ok', durationMs, steps: all, ...findings };
    },
  };
}
