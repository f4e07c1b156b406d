import type { ChatCommand } from '../chat.ts';
import { ack } from './ack.ts';
import { alerts } from './alerts.ts';
import { helpFor } from './help.ts';
import { logs } from './logs.ts';
import { run } from './run.ts';
import { server } from './server.ts';
import { silence } from './silence.ts';
import { status } from './status.ts';

const commands: readonly ChatCommand[] = [status, server, alerts, ack, silence, run, logs];

/** Every command of the bot, in the order /help shows them. /start alone is elsewhere: it is for those who are not known yet. */
export const chatCommands: readonly ChatCommand[] = [...commands, helpFor(commands)];
