import type { InlineKeyboardButton } from 'node-telegram-bot-api';
import type { Incident } from '../../../../contract/incident.ts';
import type { ButtonAction, CallbackData } from './callbackData.ts';

export type Keyboard = InlineKeyboardButton[][];
/** A button before it has its data: what it says, what it does and to what. */
export type ButtonPlan = readonly [label: string, action: ButtonAction, id: string];

export const keyboardOf = (data: CallbackData, chatId: string, rows: ReadonlyArray<readonly ButtonPlan[]>): Keyboard =>
  rows.map((row) => row.map(([label, action, id]) => ({ text: label, callback_data: data.write(chatId, { action, id }) })));

/** What a person may do with an incident as it stands. */
export function incidentButtons({ id, state, silencedUntil }: Incident, now: number): ButtonPlan[][] {
  if (state === 'resolved') {
    return [[['Details', 'details', id]]];
  }
  const silenced = silencedUntil !== null && Date.parse(silencedUntil) > now;
  const care: ButtonPlan = state === 'firing' ? ['✅ Acknowledge', 'acknowledge', id] : ['↩ Take back', 'unacknowledge', id];
  return [
    [care, ['Resolve', 'resolve', id]],
    silenced
      ? [['🔔 End the silence', 'unsilence', id]]
      : [['🔕 1 h', 'silence1h', id], ['🔕 4 h', 'silence4h', id], ['🔕 until tomorrow', 'silenceTomorrow', id]],
    [...(state === 'firing' ? [['⏫ Escalate now', 'escalate', id] as const] : []), ['Details', 'details', id]],
  ];
}

/** The same for many: `code` stands for the list of them. */
export const groupButtons = (code: string, incidents: readonly Incident[]): ButtonPlan[][] =>
  incidents.some(({ state }) => state !== 'resolved') ? [[['✅ Acknowledge all', 'groupAcknowledge', code], ['🔕 All for 1 h', 'groupSilence', code]]] : [];
