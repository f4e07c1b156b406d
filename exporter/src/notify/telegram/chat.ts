import type { Role } from '../../../../contract/endpoint.ts';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import type { CommandRoom } from '../../fleet/commands/commandRoom.ts';
import type { EscalationRoom } from '../../fleet/escalation/escalationRoom.ts';
import type { History } from '../../fleet/history/history.ts';
import type { IncidentRoom } from '../../fleet/incidents/incidentRoom.ts';
import type { LogRoom } from '../../fleet/logs/logRoom.ts';
import type { TelegramRoom } from '../../fleet/telegram/telegramRoom.ts';
import type { VitalsBoard } from '../../fleet/vitals/board.ts';
import type { Log } from '../../log.ts';
import type { PolledServer } from '../../poll/directory.ts';
import type { Statuses } from '../../poll/statuses.ts';
import type { ButtonPlan } from './keyboard.ts';
import type { Place, SentMessage } from './messenger.ts';
import type { Rich } from './rich.ts';

/** What can be reached from a chat. */
export interface ChatRooms {
  clock: Clock;
  log: Log;
  telegram: Pick<TelegramRoom, 'linkUser' | 'codes'>;
  contacts: Pick<EscalationRoom['contacts'], 'byTelegramUser'>;
  incidents: Pick<IncidentRoom, 'open' | 'list' | 'actions' | 'silence' | 'unsilence' | 'escalate' | 'bulk'>;
  servers: () => PolledServer[];
  statuses: Pick<Statuses, 'get' | 'list'>;
  board: Pick<VitalsBoard, 'vitals'>;
  history: Pick<History, 'range'>;
  commands: Pick<CommandRoom, 'commands' | 'runs' | 'bus'>;
  logs: Pick<LogRoom, 'sources' | 'reader'>;
}

/** Who writes or presses: a contact with a role, known by the Telegram user id alone. */
export interface Person {
  name: string;
  role: Role;
  actor: Actor;
  timeZone: string;
}

/** A person in a chat. */
export interface Chat {
  place: Place;
  userId: string;
  person: Person;
  say(rich: Rich, buttons?: readonly ButtonPlan[][]): Promise<SentMessage>;
  change(message: SentMessage, rich: Rich, buttons?: readonly ButtonPlan[][]): Promise<SentMessage>;
  picture(png: Uint8Array, caption: Rich): Promise<void>;
  /** Goes on while others are served; the signal says that the bot stops. What fails is told in the chat. */
  later(work: (signal: AbortSignal) => Promise<void>): void;
}

/** A command of the bot. */
export interface ChatCommand {
  name: string;
  /** What follows the name, for /help. */
  usage: string;
  about: string;
  role: Role;
  run(chat: Chat, words: string, rooms: ChatRooms): Promise<void>;
}
