/**
 * The Bot API double as a process, for tests that run elsewhere, such as in a browser. `node telegramDoubleProcess.ts PORT` listens on loopback:
 * GET / → { url, token } of the Bot API · GET /messages → what stands in the chats · POST /press { person, message, label } → the bot's answer · POST /say { person, text }
 */
import { createServer, type IncomingMessage } from 'node:http';
import { startTelegramDouble, type Person } from './telegramDouble.ts';

const double = await startTelegramDouble();

async function bodyOf<T>(request: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as T;
}

async function answer(request: IncomingMessage): Promise<unknown> {
  switch (`${request.method} ${request.url}`) {
    case 'GET /':
      return { url: double.url, token: double.token };
    case 'GET /messages':
      return double.visible().map(({ id, chatId, text, keyboard, edits }) => ({ id, chatId, text, edits, buttons: keyboard.flat().map((button) => button.text) }));
    case 'POST /press': {
      const { person, message, label } = await bodyOf<{ person: Person; message: number; label: string }>(request);
      const shown = double.visible().find(({ id }) => id === message);
      if (shown === undefined) {
        throw new Error(`There is no message ${message}`);
      }
      return double.press(person, shown, label);
    }
    case 'POST /say': {
      const { person, text } = await bodyOf<{ person: Person; text: string }>(request);
      return double.say(person, text);
    }
    default:
      throw new Error(`There is no ${request.method} ${request.url}`);
  }
}

createServer((request, response) => {
  answer(request).then(
    (found) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? null)),
    (error: unknown) => response.writeHead(500).end(String(error))
  );
}).listen(Number(process.argv[2]), '127.0.0.1');
