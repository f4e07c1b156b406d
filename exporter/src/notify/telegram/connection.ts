import { createCallbackData, type CallbackData } from './callbackData.ts';
import { createMessenger, type Messenger } from './messenger.ts';

/** A bot that may be talked through: what goes out, and what its buttons carry. */
export interface Connection {
  token: string;
  messenger: Messenger;
  data: CallbackData;
}

export const connect = (token: string, apiRoot: string | undefined): Connection => ({ token, messenger: createMessenger(token, apiRoot), data: createCallbackData(token) });
