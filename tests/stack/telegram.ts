import path from 'node:path';
import { answers, freePort, run, type Part } from './process.ts';

export interface TelegramDouble extends Part {
  /** Where specs see its chats and press its buttons. */
  control: string;
  /** The Bot API it plays. */
  url: string;
  token: string;
}

/** The Bot API double of the exporter's tests, the one part of the chain that is not real. */
export async function startTelegram(root: string, folder: string): Promise<TelegramDouble> {
  const port = await freePort();
  const control = `http://127.0.0.1:${port}`;
  const part = run('telegram', folder, path.join(root, 'node_modules', '.bin', 'node'), [path.join(root, 'exporter/test/telegramDoubleProcess.ts'), String(port)]);
  await answers(control, 60_000);
  const { url, token } = (await (await fetch(control)).json()) as { url: string; token: string };
  return { ...part, control, url, token };
}
