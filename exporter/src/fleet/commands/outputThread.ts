import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { CommandInput } from '../../../../contract/command.ts';
import type { Extraction, ExtractedMetric } from '../../../../contract/extraction.ts';
import { Failure } from '../../errors.ts';
import type { Outcome } from './execute.ts';
import { createExtractor, type RunFacts } from './extract.ts';
import { isPlainPath } from './jsonPath.ts';
import { succeeded } from './success.ts';

/**
 * What may take long with an output, apart from the main thread: an expression is linear in the text, but a MiB of it is a second of
 * work for some, and a JSON path can look at the same values again and again. This file is both ends: what others call, and what the thread runs.
 */
export interface ExtractTask {
  command: string;
  extractions: readonly Extraction[];
  maxSeries: number;
  facts: RunFacts;
}

export interface JudgeTask {
  success: CommandInput['success'];
  outcome: Pick<Outcome, 'exitCode' | 'stdout' | 'truncated'>;
}

type Task = { extract: ExtractTask } | { judge: JudgeTask };
type Answer = { result: unknown } | { refused: string; details: unknown };

/** Less than this, in characters times expressions, is done at once: to start a thread costs more. */
const smallWork = 65_536;
const longestMs = 10_000;
const mostMegabytes = 256;
/** Threads at once; further work waits, so that many outputs together take neither all cores nor all memory. */
const mostThreads = 2;

let threads = 0;
const waiting: Array<() => void> = [];

const extractorOf = ({ command, extractions, maxSeries }: ExtractTask) => createExtractor(command, extractions, maxSeries);
const refusal = (message: string, details?: unknown) => new Failure('unprocessable', { message, details });

function isSmall({ extractions, facts }: ExtractTask): boolean {
  const searching = extractions.filter(({ source }) => source === 'regex' || source === 'json-path');
  return facts.output.length * searching.length <= smallWork && extractions.every((one) => one.source !== 'json-path' || isPlainPath(one.path, one.value, ...Object.values(one.labels)));
}

/** What the extractions find. Rejects with Failure for one that is wrong, that does not fit the output, or that takes too long. */
export async function extract(task: ExtractTask): Promise<ExtractedMetric[]> {
  const extractor = extractorOf(task);
  return isSmall(task) ? extractor.extract(task.facts) : aside<ExtractedMetric[]>({ extract: task });
}

/** Whether a run did what it should. Rejects with Failure when its pattern takes too long. */
export async function judge(task: JudgeTask): Promise<boolean> {
  const small = task.success.type === 'exit-code' || task.outcome.stdout.length <= smallWork;
  return small ? succeeded(task.success, task.outcome) : aside<boolean>({ judge: task });
}

async function aside<T>(task: Task): Promise<T> {
  if (threads >= mostThreads) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    threads += 1;
  }
  try {
    return (await inThread(task)) as T;
  } finally {
    // The place is handed over, or given back.
    const next = waiting.shift();
    if (next === undefined) {
      threads -= 1;
    } else {
      next();
    }
  }
}

function inThread(task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { outputTask: task }, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
    const tooLong = setTimeout(() => {
      void worker.terminate();
      reject(refusal(`finding the values took longer than ${longestMs / 1000} s; use simpler expressions or less output`));
    }, longestMs);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusal(`finding the values took more than ${mostMegabytes} MiB of memory; use simpler expressions or less output`) : error)
    );
    worker.once('message', (answer: Answer) => {
      void worker.terminate();
      if ('refused' in answer) {
        reject(refusal(answer.refused, answer.details));
      } else {
        resolve(answer.result);
      }
    });
    worker.once('exit', () => clearTimeout(tooLong));
  });
}

function answerTo(task: Task): Answer {
  try {
    return { result: 'extract' in task ? extractorOf(task.extract).extract(task.extract.facts) : succeeded(task.judge.success, task.judge.outcome) };
  } catch (error) {
    if (error instanceof Failure) {
      return { refused: error.message, details: error.details };
    }
    throw error;
  }
}

const given = isMainThread ? undefined : (workerData as { outputTask?: Task } | null)?.outputTask;
if (given !== undefined) {
  parentPort?.postMessage(answerTo(given));
}
