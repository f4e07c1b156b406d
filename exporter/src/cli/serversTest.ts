import { Command } from 'commander';
import type { ConnectionTest } from '../../../contract/connectionTest.ts';
import { parseAddress } from './address.ts';
import { authFlags, authOf, withPassphrase, type AuthOptions } from './authFlags.ts';
import { show } from './output.ts';
import { serverId } from './resolve.ts';
import { UsageError, type Shell } from './shell.ts';
import { testReport } from './testReport.ts';

interface TestOptions extends AuthOptions {
  accept?: string;
  jump?: string;
}

/** A server that is not saved: everything that is needed to reach it stands in the command. */
async function testUnsaved(shell: Shell, address: string, options: TestOptions): Promise<ConnectionTest> {
  const { client } = shell;
  const { username = '', host, port } = parseAddress(address);
  const given = await authOf(shell, options);
  if (given === undefined) {
    throw new UsageError('Name one way to log in: --key, --password, --keyboard-interactive or --agent.');
  }
  const way = {
    host,
    username,
    ...(port === undefined ? {} : { port }),
    ...(options.jump === undefined ? {} : { jump: await serverId(client, options.jump) }),
    ...(options.accept === undefined ? {} : { acceptFingerprint: options.accept }),
  };
  return withPassphrase(shell, given, (auth = given) => client.testUnsavedServer({ body: { ...way, auth } }));
}

async function testSaved({ client }: Shell, name: string, { accept }: TestOptions): Promise<ConnectionTest> {
  const body = accept === undefined ? {} : { acceptFingerprint: accept };
  return client.testServer({ params: { id: await serverId(client, name) }, body });
}

export const testCommand = (shell: Shell): Command =>
  authFlags(new Command('test'))
    .description('try the connection step by step, of a server or of an address before it is added')
    .argument('<server>', 'name or id, or user@host with a way to log in')
    .option('--jump <server>', 'reach the address through this server')
    .option('--accept <fingerprint>', 'go on past an unknown host key when it is this one')
    .action(async (named: string, options: TestOptions, command: Command) => {
      const report = await (named.includes('@') ? testUnsaved : testSaved)(shell, named, options);
      show(shell, command, report, testReport);
      shell.exitWith(report.ok ? 0 : 1);
    });
