import { UnsavedServerTest } from '../../../contract/connectionTest.ts';
import { useTestRun } from '../../components/useTestRun';
import { bodyOf, type ServerForm } from './serverForm';

interface Attempt {
  form: ServerForm;
  acceptFingerprint?: string | undefined;
}

/** Tries the form's connection as it stands, saved or not. */
export const useConnectionTest = (server: string | undefined) =>
  useTestRun((client, { form, acceptFingerprint }: Attempt, onTold) => {
    const { host, port, username, jump, auth } = bodyOf(form);
    const body = UnsavedServerTest.parse({ host, port, username, jump, ...(auth === undefined ? {} : { auth }), ...(server === undefined ? {} : { server }), ...(acceptFingerprint === undefined ? {} : { acceptFingerprint }) });
    return client.testUnsavedServer({ body, onTold });
  }, 'The connection was not tested');
