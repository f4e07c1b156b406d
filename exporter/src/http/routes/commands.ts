import type { commandEndpoints } from '../../../../contract/command.ts';
import type { runEndpoints } from '../../../../contract/run.ts';
import type { CommandRoom } from '../../fleet/commands/commandRoom.ts';
import type { sudoPasswordEndpoints } from '../../../../contract/sudoPassword.ts';
import type { SudoPasswords } from '../../fleet/commands/sudoPasswords.ts';
import type { Handlers } from '../route.ts';

export const commandHandlers = ({ commands, tryOut, preview }: CommandRoom): Handlers<typeof commandEndpoints> => ({
  listCommands: ({ query }) => commands.list(query),
  createCommand: ({ body, actor }) => commands.create(body, actor),
  getCommand: ({ params }) => commands.get(params.id),
  replaceCommand: ({ params, body, ifMatch, actor }) => commands.replace(params.id, body, ifMatch, actor),
  deleteCommand: ({ params, ifMatch, actor }) => commands.remove(params.id, ifMatch, actor),
  tryCommand: ({ body, actor, signal }) => tryOut(body, actor, signal),
  previewExtraction: ({ body }) => preview(body),
});

export const runHandlers = ({ runs }: CommandRoom): Handlers<typeof runEndpoints> => ({
  runCommand: ({ params, body, actor }) => runs.runCommand(params.id, body, actor),
  runOnServer: ({ params, body, actor }) => runs.runOnServer(params.id, body, actor),
  listRuns: ({ query }) => runs.list(query),
  getRun: ({ params }) => runs.get(params.id),
  cancelRun: ({ params, actor }) => runs.cancel(params.id, actor),
  rerun: ({ params, actor }) => runs.rerun(params.id, actor),
  diffRuns: ({ params, query }) => runs.diff(params.id, query.with),
});

export const sudoPasswordHandlers = (passwords: SudoPasswords): Handlers<typeof sudoPasswordEndpoints> => ({
  getSudoPassword: ({ params }) => passwords.get(params.id),
  putSudoPassword: ({ params, body, actor }) => passwords.put(params.id, body.password, actor),
});
