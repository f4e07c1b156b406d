import express, { Router, type RequestHandler } from 'express';
import { Failure } from '../../errors.ts';
import { readAlertmanagerBody } from '../../fleet/incidents/alertmanagerBody.ts';
import { readGrafanaBody } from '../../fleet/incidents/grafanaBody.ts';
import type { IncidentRoom } from '../../fleet/incidents/incidentRoom.ts';
import type { SignatureCheck } from '../../fleet/incidents/webhookSignature.ts';
import { onlyMethods } from '../methods.ts';
import { sendJson } from '../reply.ts';

/** A thousand alerts with long labels are 3 MB. */
const maxBody = 16 * 1_048_576;

function parsed<T>(read: (body: unknown) => T, body: Buffer): T {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Failure('bad_json', { cause: error });
  }
  try {
    return read(json);
  } catch (error) {
    throw new Failure('bad_request', { message: 'The body is not that of a webhook as Grafana or Alertmanager send it.', cause: error });
  }
}

const raw = express.raw({ type: () => true, limit: maxBody, inflate: false });
const bodyOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** /hooks/grafana and /hooks/alertmanager: where alerts come in. Each proves itself by the webhook secret; no API token may come here. */
export function hookRoutes(incidents: Pick<IncidentRoom, 'take'>, signatures: SignatureCheck): Router {
  const grafana: RequestHandler = async (request, response) => {
    const body = bodyOf(request.body);
    const proof = signatures.check({ timestamp: request.get('x-shellwatch-timestamp'), signature: request.get('x-shellwatch-signature'), body });
    const taken = await incidents.take(parsed(readGrafanaBody, body));
    proof.accepted();
    await sendJson(request, response, 200, taken);
  };
  const alertmanager: RequestHandler = async (request, response) => {
    await sendJson(request, response, 200, await incidents.take(parsed(readAlertmanagerBody, bodyOf(request.body))));
  };
  const bearer: RequestHandler = (request, _response, next) => {
    signatures.checkBearer(request.get('authorization'));
    next();
  };
  const router = Router();
  router.route('/grafana').post(raw, grafana).all(onlyMethods(['POST']));
  router.route('/alertmanager').post(bearer, raw, alertmanager).all(onlyMethods(['POST']));
  return router;
}
