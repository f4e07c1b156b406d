import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { CommandInput } from '../../../../contract/command.ts';
import type { Extraction, ExtractedMetric } from '../../../../contract/extraction.ts';
import { Failure } from '../../errors.ts';
import { ownFile } from '../../ownFiles.ts';
import { isJudged, lineChars, takeAsJudged } from '../pattern.ts';
import type { Outcome } from './execute.ts';
import { createTurns } from '../turns.ts';
import { createExtractor, type RunFacts } from './extract.ts';
import { isPlainPath } from './jsonPath.ts';
import { diffSpans, linesOf, type DiffLine, type DiffSpan } from './lineDiff.ts';
import { succeeded } from './success.ts';

/**
 * What may take long with an output, apart from the main thread: an expression is linear in the text, but a MiB of it is seconds of
 * work for some, a JSON path can look at the same values again and again, and a comparison looks at each line beside each other one.
 * This file is both ends: what others call, and what the thread runs.
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

interface DiffTask {
  left: string;
  right: string;
}

type Task = { extract: ExtractTask } | { judge: JudgeTask } | { diff: DiffTask };
type Answer = { result: unknown } | { refused: string; details: unknown };

/** Characters times expressions that are searched at once: half of those that no expression may be slow for. */
const smallSearch = lineChars / 2;
/** Characters of JSON, times paths, that are gone through at once, and of texts that are cut into lines. */
const smallText = 65_536;
/** Lines of one text times those of the other that are compared at once. */
const smallTable = 100_000;
/** Lines of both texts: each is an object of the reply. */
const mostLines = 200_000;
const longestMs = 10_000;
const mostMegabytes = 256;
/** Threads at once; further work waits, so that many outputs together take neither all cores nor all memory. */
const mostThreads = 2;
/** To begin a thread costs more than most work: it waits so long for more of it. */
const restMs = 30_000;

const inTurn = createTurns(mostThreads);
const resting: Array<{ worker: Worker; end: NodeJS.Timeout }> = [];

const extractorOf = ({ command, extractions, maxSeries }: ExtractTask) => createExtractor(command, extractions, maxSeries);
const refusal = (message: string, details?: unknown) => new Failure('unprocessable', { message, details });

const patternsOf = (extractions: readonly Extraction[]): string[] => extractions.flatMap((one) => (one.source === 'regex' ? [one.pattern] : []));

/** An expression that nobody judged yet has to be tried first, which takes its time, too. */
function isSmall({ extractions, facts }: ExtractTask): boolean {
  const expressions = patternsOf(extractions);
  const paths = extractions.flatMap((one) => (one.source === 'json-path' ? [[one.path, one.value, ...Object.values(one.labels)]] : []));
  return expressions.every(isJudged) && facts.output.length * expressions.length <= smallSearch && facts.output.length * paths.length <= smallText && paths.every((texts) => isPlainPath(...texts));
}

/** What the extractions find. Rejects with Failure for one that is wrong, that does not fit the output, or that takes too long. */
export async function extract(task: ExtractTask): Promise<ExtractedMetric[]> {
  if (isSmall(task)) {
    return extractorOf(task).extract(task.facts);
  }
  const metrics = await aside<ExtractedMetric[]>({ extract: task });
  patternsOf(task.extractions).forEach(takeAsJudged);
  return metrics;
}

/** Whether a run did what it should. Rejects with Failure when its pattern takes too long. */
export async function judge(task: JudgeTask): Promise<boolean> {
  const { success, outcome } = task;
  if (success.type === 'exit-code' || (outcome.stdout.length <= smallSearch && isJudged(success.pattern))) {
    return succeeded(success, outcome);
  }
  const ok = await aside<boolean>({ judge: task });
  takeAsJudged(success.pattern);
  return ok;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

/** Two outputs line by line. Rejects with Failure when they have too many, or that takes too long. */
export async function diff(left: string, right: string): Promise<DiffLine[]> {
  const [a, b] = [countLines(left), countLines(right)];
  if (a + b > mostLines) {
    throw refusal(`the outputs have more than ${mostLines} lines together; compare less output`);
  }
  const small = left.length + right.length <= smallText && a * b <= smallTable;
  return linesOf(small ? diffSpans(left, right) : await aside<DiffSpan[]>({ diff: { left, right } }), left, right);
}

const aside = <T>(task: Task): Promise<T> => inTurn(undefined, async () => (await inThread(task)) as T);

/** One that rests, or a new one. */
function takeThread(): Worker {
  const rested = resting.pop();
  if (rested !== undefined) {
    clearTimeout(rested.end);
    return rested.worker;
  }
  const worker = new Worker(ownFile('outputThread'), { workerData: { outputThread: true }, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
  // One that is ended in the middle of its work may tell of it when nobody listens any more.
  return worker.on('error', () => undefined).once('exit', () => forget(worker));
}

function forget(worker: Worker): void {
  const at = resting.findIndex((one) => one.worker === worker);
  if (at >= 0) {
    clearTimeout(resting.splice(at, 1)[0]?.end);
  }
}

function rest(worker: Worker): void {
  worker.unref();
  const end = setTimeout(() => {
    forget(worker);
    void worker.terminate();
  }, restMs);
  resting.push({ worker, end: end.unref() });
}

function inThread(task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = takeThread();
    const over = (): void => {
      clearTimeout(tooLong);
      worker.off('message', answered).off('error', failed);
    };
    const answered = (answer: Answer): void => {
      over();
      rest(worker);
      if ('refused' in answer) {
        reject(refusal(answer.refused, answer.details));
      } else {
        resolve(answer.result);
      }
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      over();
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusal(`${nameOf(task)} took more than ${mostMegabytes} MiB of memory; ${remedyOf(task)}`) : error);
    };
    const tooLong = setTimeout(() => {
      over();
      void worker.terminate();
      reject(refusal(`${nameOf(task)} took longer than ${longestMs / 1000} s; ${remedyOf(task)}`));
    }, longestMs);
    worker.on('message', answered).on('error', failed).ref();
    worker.postMessage(task);
  });
}

const nameOf = (task: Task): string => ('diff' in task ? 'comparing the outputs' : 'finding the values');
const remedyOf = (task: Task): string => ('diff' in task ? 'compare less output' : 'use simpler expressions or less output');

function resultOf(task: Task): unknown {
  if ('extract' in task) {
    return extractorOf(task.extract).extract(task.extract.facts);
  }
  return 'judge' in task ? succeeded(task.judge.success, task.judge.outcome) : diffSpans(task.diff.left, task.diff.right);
}

function answerTo(task: Task): Answer {
  try {
    return { result: resultOf(task) };
  } catch (error) {
    if (error instanceof Failure) {
      return { refused: error.message, details: error.details };
    }
    throw error;
  }
}

if (!isMainThread && (workerData as { outputThread?: boolean } | null)?.outputThread === true) {
  parentPort?.on('message', (task: Task) => parentPort?.postMessage(answerTo(task)));
}
