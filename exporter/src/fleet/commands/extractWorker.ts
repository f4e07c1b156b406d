import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Extraction, ExtractedMetric } from '../../../../contract/extraction.ts';
import { createExtractor, type RunFacts } from './extract.ts';

/**
 * Extractions from much output, apart from the main thread: an expression is linear in the text, but a MiB of it is a second of work
 * for some. This file is both ends: what others call, and what the thread runs.
 */
export interface ExtractTask {
  command: string;
  extractions: readonly Extraction[];
  maxSeries: number;
  facts: RunFacts;
}

/** Less than this is done at once: to start a thread costs more. */
const smallChars = 65_536;
const longestMs = 10_000;

const extractorOf = ({ command, extractions, maxSeries }: ExtractTask) => createExtractor(command, extractions, maxSeries);

/** What the extractions find. Rejects with Failure for one that is wrong, with an Error when it took too long. */
export async function extract(task: ExtractTask): Promise<ExtractedMetric[]> {
  const extractor = extractorOf(task);
  if (task.facts.output.length <= smallChars || task.extractions.length === 0) {
    return extractor.extract(task.facts);
  }
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { extract: task } });
    const tooLong = setTimeout(() => {
      void worker.terminate();
      reject(new Error(`finding the values took longer than ${longestMs / 1000} s; use simpler expressions or less output`));
    }, longestMs);
    worker.once('error', reject);
    worker.once('message', (metrics: ExtractedMetric[]) => {
      void worker.terminate();
      resolve(metrics);
    });
    worker.once('exit', () => clearTimeout(tooLong));
  });
}

const given = isMainThread ? undefined : (workerData as { extract?: ExtractTask } | null)?.extract;
if (given !== undefined) {
  parentPort?.postMessage(extractorOf(given).extract(given.facts));
}
