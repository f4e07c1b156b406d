import { z } from 'zod';

/**
 * Every error the API can answer: code → HTTP status and a sentence that says what to do.
 * 5xx is the exporter's own fault alone. What it depends on for this one request (a server, Grafana, Prometheus) is 424,
 * RFC 4918 11.4: a proxy takes 502 to 504 for an exporter that is out of reach, and would ask again or turn away.
 */
export const errors = {
  bad_request: { status: 400, message: 'The request is not valid; details name each wrong field.' },
  bad_json: { status: 400, message: 'The body is not valid JSON.' },
  bad_path: { status: 400, message: 'The path has dot segments, empty segments or control characters.' },
  bad_cursor: { status: 400, message: 'The cursor is not one this list gave; start again without it.' },
  unauthorized: { status: 403, message: 'A valid API token is needed: Authorization: Bearer TOKEN.' },
  forbidden: { status: 403, message: 'This token may not do that.' },
  scope_missing: { status: 403, message: 'A Grafana token needs the scope and context headers that Grafana sends.' },
  not_found: { status: 404, message: 'There is nothing at this address.' },
  server_not_found: { status: 404, message: 'No server has this id or name.' },
  command_not_found: { status: 404, message: 'No command has this id.' },
  run_not_found: { status: 404, message: 'No run has this id; old runs are removed by retention.' },
  log_source_not_found: { status: 404, message: 'No log source has this id.' },
  threshold_not_found: { status: 404, message: 'No threshold has this id.' },
  incident_not_found: { status: 404, message: 'No incident has this id.' },
  contact_not_found: { status: 404, message: 'No contact has this id.' },
  policy_not_found: { status: 404, message: 'No escalation policy has this id.' },
  schedule_not_found: { status: 404, message: 'No schedule has this id.' },
  maintenance_not_found: { status: 404, message: 'No maintenance window has this id.' },
  specs_not_read: { status: 404, message: 'The specs of this server were not read yet; that happens when it is reached for the first time.' },
  token_not_found: { status: 404, message: 'No token has this id.' },
  method_not_allowed: { status: 405, message: 'This address does not take that method.' },
  conflict: { status: 409, message: 'The request contradicts the present state.' },
  name_taken: { status: 409, message: 'Another record has this name; names are unique.' },
  jump_loop: { status: 409, message: 'The jump chain leads back to the server itself.' },
  jump_in_use: { status: 409, message: 'Other servers are reached through this one; change them first.' },
  host_key_not_seen: { status: 409, message: 'No host key was seen yet, or it is not the one seen last; look again and compare.' },
  host_key_changed: { status: 409, message: 'The server shows another host key than the pinned one.' },
  last_admin: { status: 409, message: 'This is the last admin token; make another one first.' },
  precondition_failed: { status: 412, message: 'Somebody changed this record after you read it; read it again.' },
  precondition_required: { status: 428, message: 'Send If-Match with the ETag you read, so that no change is lost.' },
  body_too_large: { status: 413, message: 'The body is larger than this address takes.' },
  upgrade_required: { status: 426, message: 'Connect here with a WebSocket; GET /api/v1/feed gives the same as lines.' },
  unsupported_media_type: { status: 415, message: 'Send the body as application/json.' },
  unprocessable: { status: 422, message: 'The request is well formed, but cannot be carried out as it is.' },
  too_many: { status: 429, message: 'Too many requests of this kind are under way; try again soon.' },
  internal: { status: 500, message: 'Something went wrong inside the exporter; its log has the request id.' },
  server_unreachable: { status: 424, message: 'The server can not be reached now; its status says why.' },
  grafana_unavailable: { status: 424, message: 'Grafana can not be asked: no service account is set, or it does not answer.' },
  history_unavailable: { status: 424, message: 'Prometheus, where long ranges are read, does not answer.' },
  store_unavailable: { status: 503, message: 'The database does not answer.' },
  vault_locked: { status: 503, message: 'The master key was changed and this exporter has not got the new one; restart it with the new key.' },
  timeout: { status: 424, message: 'The server did not finish in time.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errors;

export const ErrorReply = z
  .object({
    code: z.string(),
    message: z.string(),
    details: z.unknown().optional(),
  })
  .meta({ id: 'Error', description: 'Every reply but a success: a code to act on, a sentence to show' });
export type ErrorReply = z.infer<typeof ErrorReply>;

/** One wrong field of a request, in `details` of `bad_request`. */
export interface FieldError {
  field: string;
  message: string;
}
