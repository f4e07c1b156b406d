import type { Run } from '../../../../contract/run.ts';
import { agoText } from '../time.ts';
import type { Chat, ChatRooms } from './chat.ts';
import type { RunPlan } from './commands/run.ts';
import type { Press, PressAnswer } from './presses.ts';
import { block, bold, italic, lines, text, type Rich } from './rich.ts';

const shownLetters = 3000;
const over = new Set<Run['state']>(['ok', 'failed', 'timeout', 'cancelled', 'unreachable', 'lost']);
const signs: Partial<Record<Run['state'], string>> = { ok: '✅', failed: '❌', timeout: '⌛', unreachable: '🔌' };

const heading = ({ commandName, serverName }: Pick<RunPlan, 'commandName' | 'serverName'>): Rich => [bold(commandName), text(' on '), bold(serverName)];

/** Resolves when the run is over; its end may come before we listen, so it is looked at first. */
function ended({ commands: { bus, runs } }: ChatRooms, id: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => (bus.off('state', heard), resolve());
    const heard = (run: Run) => void (run.id === id && over.has(run.state) && stop());
    bus.on('state', heard);
    signal.addEventListener('abort', stop, { once: true });
    runs.get(id).then(heard, (error: unknown) => (bus.off('state', heard), reject(error as Error)));
  });
}

/** The confirmation of a /run, by the person who asked, once and soon. */
export async function runPress(chat: Chat, { action, id: code, message }: Press, rooms: ChatRooms): Promise<PressAnswer> {
  const { telegram, commands } = rooms;
  const seen = await telegram.codes.find('run', code);
  const plan = seen.state === 'good' ? (seen.payload as RunPlan) : undefined;
  if (plan !== undefined && plan.userId !== chat.userId) {
    return { say: 'Only who asked for it can confirm it.', alert: true };
  }
  const taken = await telegram.codes.take('run', code);
  if (plan === undefined || taken.state !== 'good') {
    return { say: taken.state === 'used' ? 'That was answered already.' : 'It is too late for that; ask again with /run.', alert: true };
  }
  if (action === 'cancel') {
    await chat.change(message, [...heading(plan), text(': cancelled, nothing was run.')]);
    return { say: 'Cancelled.' };
  }
  const selector = { all: false, servers: [plan.serverId], tags: {} };
  const { runs } = await commands.runs.runCommand(plan.commandId, { selector, values: plan.values, concurrency: 1 }, chat.person.actor, 'chat');
  const [run] = runs;
  chat.later(async (signal) => {
    await chat.change(message, [...heading(plan), text(': running …')]);
    if (run === undefined) {
      return;
    }
    await ended(rooms, run.id, signal);
    const { state, exitCode, durationMs, error, stdout, stderr } = await commands.runs.get(run.id);
    const result = `${signs[state] ?? '•'} ${state}${exitCode === null ? '' : `, exit code ${exitCode}`}${durationMs === null ? '' : `, ${agoText(durationMs)}`}`;
    const output = [stdout, stderr].map((part) => part.trim()).filter((part) => part !== '').join('\n');
    await chat.change(message, lines([heading(plan), [text(result)], error === null ? undefined : [italic(error)], output === '' ? [text('No output.')] : [block(output.length > shownLetters ? `…${output.slice(-shownLetters)}` : output)]]));
  });
  return { say: 'It runs.' };
}
