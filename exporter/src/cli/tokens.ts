import { Command, InvalidArgumentError, Option } from 'commander';
import type { Role } from '../../../contract/endpoint.ts';
import type { Token, TokenKind } from '../../../contract/token.ts';
import { parseDuration } from '../duration.ts';
import { ago } from './ago.ts';
import { show } from './output.ts';
import { allPages } from './pages.ts';
import { UsageError, type Shell } from './shell.ts';
import { table } from './table.ts';

function lifetime(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) {
    throw new InvalidArgumentError('write a duration such as 90d');
  }
  return ms;
}

const listText = (tokens: Token[]): string =>
  table(['NAME', 'KIND', 'ROLE', 'BEGINS', 'LAST USED', 'FROM', 'EXPIRES'], tokens.map((token) => [token.name, token.kind, token.role, token.hint, ago(token.lastUsedAt, Date.now()), token.lastUsedFrom, token.expiresAt ?? 'never']));

export function tokenCommands(shell: Shell): Command {
  const { client } = shell;
  const all = () => allPages((cursor) => client.listTokens({ query: { limit: 1000, ...(cursor === undefined ? {} : { cursor }) } }));
  const list = new Command('list').description('list API tokens').action(async (_options, command: Command) => show(shell, command, await all(), listText));
  const add = new Command('add')
    .description('make a token; it is shown this once')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what it may do').choices(['viewer', 'operator', 'admin']))
    .addOption(new Option('--kind <kind>', 'what uses it').choices(['direct', 'grafana', 'datasource']).default('direct'))
    .option('--expires-in <duration>', 'such as 90d; never unless told', lifetime)
    .action(async (name: string, { role, kind, expiresIn }: { role?: Role; kind: TokenKind; expiresIn?: number }, command: Command) => {
      const expiresAt = expiresIn === undefined ? null : new Date(Date.now() + expiresIn).toISOString();
      const token = await client.createToken({ body: { name, kind, expiresAt, ...(role === undefined ? {} : { role }) } });
      show(shell, command, token, () => `${token.token}\n`);
    });
  const remove = new Command('rm')
    .alias('revoke')
    .description('revoke a token')
    .argument('<token>', 'name or id')
    .action(async (named: string) => {
      const token = (await all()).find(({ id, name }) => id === named || name === named);
      if (token === undefined) {
        throw new UsageError(`No token is named ${named}.`);
      }
      await client.deleteToken({ params: { id: token.id } });
      shell.out(`Revoked ${token.name}.\n`);
    });
  return [list, add, remove].reduce((group, command) => group.addCommand(command), new Command('tokens').description('API tokens'));
}
