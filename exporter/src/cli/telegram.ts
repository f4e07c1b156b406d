import { Command } from 'commander';
import type { TelegramSettings } from '../../../contract/telegram.ts';
import { ago } from './ago.ts';
import { show } from './output.ts';
import { UsageError, type Shell } from './shell.ts';
import { table } from './table.ts';

function statusText({ configured, botName, state, lastError, lastUpdateAt, queued, dead, repeated, linked }: TelegramSettings): string {
  if (!configured) {
    return 'No bot is set. Get a token from @BotFather, then: shellwatch telegram token\n';
  }
  const heading = `@${botName ?? '?'} is ${state}${lastError === null ? '' : `: ${lastError}`}; heard last ${ago(lastUpdateAt, Date.now())}; ${queued} waiting, ${dead} given up${repeated === 0 ? '' : `, ${repeated} maybe sent twice`}\n`;
  return `${heading}${linked.length === 0 ? 'Nobody is linked: shellwatch telegram link CONTACT\n' : table(['CONTACT', 'USER', 'ROLE'], linked.map((one) => [one.contactName, one.userId, one.role]))}`;
}

/** The Telegram bot: its token, who is linked, a test. */
export function telegramCommands(shell: Shell): Command {
  const { client } = shell;
  const contactNamed = async (named: string) => {
    const contact = (await client.listContacts({})).items.find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
    if (contact === undefined) {
      throw new UsageError(`No contact is named ${named}.`);
    }
    return contact;
  };
  const status = new Command('status').description('the bot and who is linked').action(async (_options, command: Command) => show(shell, command, await client.getTelegram({}), statusText));
  const token = new Command('token')
    .description('set the token of the bot; asked for, or read from standard input')
    .option('--remove', 'have no bot any more')
    .action(async ({ remove = false }: { remove?: boolean }, command: Command) => {
      const given = remove ? null : (shell.interactive ? await shell.ask('Token: ', { hidden: true }) : await shell.stdin()).trim();
      show(shell, command, await client.putTelegram({ body: { token: given } }), statusText);
    });
  const link = new Command('link')
    .description('a code that makes a Telegram user a contact')
    .argument('<contact>', 'name or id')
    .action(async (named: string, _options, command: Command) => {
      const reply = await client.linkTelegram({ body: { contactId: (await contactNamed(named)).id } });
      show(shell, command, reply, ({ code, url, expiresAt }) => `Open ${url ?? 'the bot'}, or send it: /start ${code}\nGood until ${expiresAt}.\n`);
    });
  const test = new Command('test')
    .description('send a test message over each channel of a contact')
    .argument('<contact>', 'name or id')
    .action(async (named: string, _options, command: Command) => {
      const reply = await client.testContact({ params: { id: (await contactNamed(named)).id } });
      show(shell, command, reply, ({ results }) => (results.length === 0 ? 'This contact has no channels.\n' : table(['CHANNEL', 'RESULT'], results.map(({ channel, message }) => [channel, message]))));
      if (reply.results.some(({ ok }) => !ok)) {
        shell.exitWith(1);
      }
    });
  return [status, token, link, test].reduce((group, command) => group.addCommand(command), new Command('telegram').description('the Telegram bot'));
}
