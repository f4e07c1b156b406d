import { useState } from 'react';
import type { Client } from '../../contract/client.ts';
import type { ConnectionTest, TestStep } from '../../contract/connectionTest.ts';
import { useAction } from '../data/useAction';

export interface TestRun {
  /** The steps that have ended, as they are told. */
  heard: TestStep[];
  /** The whole report, once it is there. */
  test: ConnectionTest | undefined;
  busy: boolean;
}

/** Tries a connection and follows it step by step. */
export function useTestRun<Input>(start: (client: Client, input: Input, onTold: (step: TestStep) => void) => Promise<ConnectionTest>, failed: string): TestRun & { run: (input: Input) => Promise<ConnectionTest | undefined> } {
  const [heard, setHeard] = useState<TestStep[]>([]);
  const [test, setTest] = useState<ConnectionTest>();
  const action = useAction((client, input: Input) => start(client, input, (step) => setHeard((before) => [...before, step])), { failed: () => failed });
  const run = async (input: Input) => {
    setHeard([]);
    // Of a generic function the compiler does not work out what it resolves to.
    const result = (await action.run(input)) as ConnectionTest | undefined;
    setTest((before) => result ?? before);
    return result;
  };
  return { heard, test, busy: action.busy, run };
}
