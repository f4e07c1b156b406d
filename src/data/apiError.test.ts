import { apiError } from './apiError';

describe('apiError', () => {
  it.each([
    [404, { code: 'server_not_found', message: 'No.' }, 'server_not_found'],
    [502, '', 'unreachable'],
    [403, { message: 'plugin proxy route access denied' }, 'no_permission'],
    [401, undefined, 'signed_out'],
    [500, '<html>', 'unexpected'],
  ])('reads %s as what it means', (status, body, code) => expect(apiError(status, body).code).toBe(code));
});
