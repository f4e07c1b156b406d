import type { Request, Response } from 'express';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { errorReply, failureOf } from './onError.ts';

const json = 'application/json';
const ndjson = 'application/x-ndjson';

/** A client that takes anything gets JSON: lines are for those who ask for them. */
export const takesLines = (request: Request, row: Endpoint): boolean => row.tells !== undefined && request.accepts([json, ndjson]) === ndjson;

/** Sends what a handler tells as it comes, and its reply as the last line. What fails before the first line is an ordinary error. */
export async function answerInLines(response: Response, row: Endpoint, work: (tell: (item: unknown) => void) => unknown): Promise<void> {
  const line = (value: object): void => {
    if (!response.headersSent) {
      // A proxy that collects the reply would make the lines pointless.
      response.writeHead(row.status ?? 200, { 'Content-Type': ndjson, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    }
    response.write(`${JSON.stringify(value)}\n`);
  };
  try {
    line({ reply: row.reply.parse(await work((item) => line({ told: row.tells?.parse(item) }))) });
  } catch (error) {
    if (!response.headersSent) {
      throw error;
    }
    line({ error: errorReply(failureOf(error)) });
  }
  response.end();
}
