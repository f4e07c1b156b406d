import { apiError, fieldErrors } from './apiError';

describe('apiError', () => {
  it.each([
    [404, { code: 'server_not_found', message: 'No.' }, 'server_not_found'],
    [502, '', 'unreachable'],
    [403, { message: 'plugin proxy route access denied' }, 'no_permission'],
    [401, undefined, 'signed_out'],
    [500, '<html>', 'unexpected'],
  ])('reads %s as what it means', (status, body, code) => expect(apiError(status, body).code).toBe(code));

  it('says which field is wrong in place of "details name each wrong field"', () => {
    const error = apiError(400, { code: 'bad_request', message: 'The request is not valid; details name each wrong field.', details: [{ field: 'body.name', message: 'small letters' }] });
    expect(error.message).toBe('name: small letters');
    expect(fieldErrors(error)).toEqual([{ field: 'name', message: 'small letters' }]);
  });
});
