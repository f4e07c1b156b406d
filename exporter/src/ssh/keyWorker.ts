import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import ssh2 from 'ssh2';
import { ownFile } from '../ownFiles.ts';

/**
 * Encrypting and decrypting OpenSSH's keys, apart from the main thread: bcrypt's work factor is up to a second of JavaScript.
 * This file is both ends: what others call, and what the thread runs.
 */
export type KeyTask =
  | { kind: 'decrypt'; text: string; passphrase: string }
  | { kind: 'generate'; type: 'ed25519' | 'ecdsa' | 'rsa'; bits: number; comment: string; passphrase: string };

export interface KeyTaskResult {
  privateKey: string;
  publicKey: string;
  comment: string;
}

/** OpenSSH's own work factor and, of what ssh2 can write, the strongest cipher OpenSSH reads everywhere. */
const encryption = { cipher: 'aes256-cbc', rounds: 16 } as const;

/** Rejects with an Error of ssh2's words. */
export function runKeyTask(task: KeyTask): Promise<KeyTaskResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(ownFile('keyThread'), { workerData: task });
    worker.once('error', reject);
    worker.once('message', (reply: KeyTaskResult | { error: string }) => {
      void worker.terminate();
      if ('error' in reply) {
        reject(new Error(reply.error));
      } else {
        resolve(reply);
      }
    });
  });
}

function perform(task: KeyTask): KeyTaskResult | { error: string } {
  if (task.kind === 'generate') {
    const { type, bits, comment, passphrase } = task;
    const pair = ssh2.utils.generateKeyPairSync(type as 'rsa', { bits, comment, passphrase, ...encryption });
    return { privateKey: pair.private, publicKey: pair.public, comment };
  }
  const parsed = ssh2.utils.parseKey(task.text, task.passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key instanceof Error || key === undefined
    ? { error: key?.message ?? 'no key' }
    : { privateKey: key.getPrivatePEM(), publicKey: key.getPublicPEM(), comment: key.comment };
}

if (!isMainThread && parentPort !== null && (workerData as KeyTask | null)?.kind !== undefined) {
  parentPort.postMessage(perform(workerData as KeyTask));
}
