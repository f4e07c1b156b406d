import type { Clock } from '../clock.ts';
import { connectionFailure } from './failure.ts';
import type { Step, StepName } from './session.ts';

/** Times a step and tells how it went. */
export async function takeStep<T>(
  name: StepName,
  clock: Clock,
  onStep: ((step: Step) => void) | undefined,
  work: () => Promise<T>,
  detailOf: (value: T) => string
): Promise<T> {
  const start = clock.now();
  try {
    const value = await work();
    onStep?.({ name, ms: clock.now() - start, detail: detailOf(value) });
    return value;
  } catch (error) {
    const failure = connectionFailure(error, 'open');
    onStep?.({ name, ms: clock.now() - start, detail: failure.detail, failure });
    throw failure;
  }
}
