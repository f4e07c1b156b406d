import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a button does; two letters, as a button's data is at most 64 bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const actions = {
  acknowledge: 'ak',
  unacknowledge: 'un',
  resolve: 're',
  silence1h: 's1',
  silence4h: 's4',
  silenceTomorrow: 'st',
  unsilence: 'us',
  escalate: 'es',
  details: 'de',
  open: 'op',
  server: 'sv',
  groupAcknowledge: 'ga',
  groupSilence: 'gs',
  run: 'ru',
  cancel: 'ca',
} as const;
export type ButtonAction = keyof typeof actions;
const byCode = new Map(Object.entries(actions).map(([action, letters]) => [letters as string, action as ButtonAction]));

export interface ButtonData {
  action: ButtonAction;
  /** Of an incident or a server, or a one-time code. */
  id: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const packed = (id: string): string => (uuid.test(id) ? `~${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}` : id);
function unpacked(text: string): string {
  if (!text.startsWith('~')) {
    return text;
  }
  const hex = Buffer.from(text.slice(1), 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** 96 bits: nobody guesses a button that was not given. */
const macBytes = 12;

/**
 * Writes and reads the data of buttons. Signed with a key made of the bot's token and bound to the chat: it can not be made up,
 * nor carried to another chat, and all of them end with the token. Who may press is decided by the person, not by the data.
 */
export function createCallbackData(token: string) {
  const key = createHmac('sha256', token).update('shellwatch buttons').digest();
  const mac = (chatId: string, body: string): Buffer => createHmac('sha256', key).update(`${chatId} ${body}`).digest().subarray(0, macBytes);
  return {
    write(chatId: string, { action, id }: ButtonData): string {
      const body = `${actions[action]}.${packed(id)}`;
      return `${body}.${mac(chatId, body).toString('base64url')}`;
    },
    /** undefined for what we did not write, or not for this chat. */
    read(chatId: string, data: string): ButtonData | undefined {
      const parts = /^(([a-z0-9]{2})\.([A-Za-z0-9_~-]{1,40}))\.([A-Za-z0-9_-]{16})$/.exec(data);
      const action = byCode.get(parts?.[2] ?? '');
      if (parts === null || action === undefined || !timingSafeEqual(mac(chatId, parts[1] as string), Buffer.from(parts[4] as string, 'base64url'))) {
        return undefined;
      }
      return { action, id: unpacked(parts[3] as string) };
    },
  };
}

export type CallbackData = ReturnType<typeof createCallbackData>;
