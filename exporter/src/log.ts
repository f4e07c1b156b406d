import { destination as openDestination, pino, stdSerializers, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { Failure } from './errors.ts';

/** What rooms need of a log: an object of facts first, then a sentence. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Fields that hold a secret wherever they occur; a room that logs a whole record by mistake still leaks none. */
const secretNames = [
  'auth', 'authorization', 'cookie', 'credential', 'password', 'passphrase', 'privateKey', 'certificate', 'secret', 'token',
  'masterKey', 'adminToken', 'databaseUrl', 'apiToken', 'key',
];
const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/** A Failure's details can hold what a client sent, so only the code and the text go to the log. */
function errorFacts(error: Error): object {
  const { type, message, stack, ...rest } = stdSerializers.err(error);
  const code = error instanceof Failure ? error.code : (rest as { code?: unknown }).code;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { type, message, stack, code, cause };
}

/**
 * Standard output. Once whoever read it is gone, the service goes on without a log: an error there is no reason to stop
 * watching, and sonic-boom's flushSync, which pino calls after a fatal line, tries for ever on a broken pipe.
 */
function standardOutput(): DestinationStream {
  const output = openDestination({ fd: 1, sync: true });
  const nothing = (): boolean => true;
  return output.on('error', () => Object.assign(output, { write: nothing, flushSync: nothing, end: nothing, destroy: nothing }));
}

export function createLog(level: string, destination: DestinationStream = standardOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[secret]' },
    serializers: { err: errorFacts },
  };
  return pino(options, destination);
}
