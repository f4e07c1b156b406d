import { useState } from 'react';
import { UnsavedServerTest, type ConnectionTest } from '../../../contract/connectionTest.ts';
import { useAction } from '../../data/useAction';
import { bodyOf, type ServerForm } from './serverForm';

/** Tries the form's connection as it stands, saved or not. */
export function useConnectionTest(server: string | undefined) {
  const [test, setTest] = useState<ConnectionTest>();
  const action = useAction(
    (client, form: ServerForm, acceptFingerprint: string | undefined) => {
      const { host, port, username, jump, auth } = bodyOf(form);
      const body = UnsavedServerTest.parse({ host, port, username, jump, ...(auth === undefined ? {} : { auth }), ...(server === undefined ? {} : { server }), ...(acceptFingerprint === undefined ? {} : { acceptFingerprint }) });
      return client.testUnsavedServer({ body });
    },
    { failed: () => 'The connection was not tested' }
  );
  const run = async (form: ServerForm, acceptFingerprint?: string) => {
    const result = await action.run(form, acceptFingerprint);
    if (result !== undefined) {
      setTest(result);
    }
    return result;
  };
  return { test, busy: action.busy, run };
}
