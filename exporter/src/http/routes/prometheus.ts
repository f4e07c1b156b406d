import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { Failure } from '../../errors.ts';
import { demand, type Authenticate } from '../auth.ts';
import { onlyMethods } from '../methods.ts';
import { chooseFormat, metricsFormats, type MetricsFormat } from '../metricsFormat.ts';
import { failureOf } from '../onError.ts';
import { sendJson, sendPieces, sendText } from '../reply.ts';

/** A group of Prometheus's HTTP service discovery. */
export interface DiscoveryGroup {
  targets: string[];
  labels: Record<string, string>;
}

/** What Prometheus asks for, as finished texts. */
export interface MetricsDoor {
  /** A live poll of one server, by name; shares a poll under way. Rejects when the server can not be reached. */
  probe(target: string, format: MetricsFormat, signal: AbortSignal): Promise<string>;
  /** All servers with their `instance`, and the exporter's own; in pieces, as it may be tens of megabytes. */
  all(format: MetricsFormat): Promise<AsyncIterable<Buffer>>;
  /** The exporter's own, and the state of each server. */
  own(format: MetricsFormat): Promise<AsyncIterable<Buffer>>;
  discovery(): DiscoveryGroup[];
}

export interface PrometheusOptions {
  door: MetricsDoor;
  authenticate: Authenticate;
  /** No token is asked for. */
  open: boolean;
}

function targetOf(request: Request): string {
  const { target } = request.query;
  if (typeof target !== 'string' || target === '') {
    throw new Failure('bad_request', { details: [{ field: 'query.target', message: "one server's name: /probe?target=NAME" }] });
  }
  return target;
}

function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  return gone.signal;
}

/** A server that can not be reached is no scrape: to Prometheus that is 503, as if it had asked the server itself. */
const failedScrape: ErrorRequestHandler = (error, _request, response, next) => {
  if (['server_unreachable', 'timeout'].includes(failureOf(error).code)) {
    response.locals['outage'] = 503;
  }
  next(error);
};

/** /probe, /metrics, /metrics/exporter and /sd. */
export function prometheusRoutes({ door, authenticate, open }: PrometheusOptions): Router {
  const gate: RequestHandler = async (request, _response, next) => {
    if (!open) {
      demand(await authenticate(request), 'viewer');
    }
    next();
  };
  const texts = (make: (format: MetricsFormat, request: Request, response: Response) => Promise<string | AsyncIterable<Buffer>>): RequestHandler => {
    return async (request, response) => {
      const format = chooseFormat(request.get('accept'));
      response.vary('Accept').setHeader('Cache-Control', 'no-store');
      const text = await make(format, request, response);
      await (typeof text === 'string' ? sendText : sendPieces)(request, response, 200, metricsFormats[format], text as never);
    };
  };
  const router = Router();
  const routes: Record<string, RequestHandler> = {
    '/probe': texts((format, request, response) => door.probe(targetOf(request), format, goneSignal(response))),
    '/metrics': texts((format) => door.all(format)),
    '/metrics/exporter': texts((format) => door.own(format)),
    '/sd': (request, response) => sendJson(request, response, 200, door.discovery()),
  };
  for (const [path, handler] of Object.entries(routes)) {
    router.route(path).get(gate, handler).all(onlyMethods(['GET']));
  }
  router.use('/probe', failedScrape);
  return router;
}
