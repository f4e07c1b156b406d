import { ServerCreate } from '../../../contract/server.ts';
import { formErrors } from './formErrors';
import { bodyOf, emptyForm } from './serverForm';

const good = { ...emptyForm, name: 'web1', host: '192.0.2.10', username: 'monitor', privateKey: '-----BEGIN-----\nx', tags: [{ key: 'role', value: 'web' }, { key: '', value: '' }] };
const errorsOf = (form: typeof emptyForm) => formErrors(form, ServerCreate.safeParse(bodyOf(form)).error?.issues ?? []);

describe('the form of a server', () => {
  it('makes a body the contract takes', () => {
    const body = ServerCreate.parse(bodyOf(good));
    expect(body).toMatchObject({ name: 'web1', port: 22, tags: { role: 'web' }, auth: { type: 'key', privateKey: '-----BEGIN-----\nx\n' } });
  });
  it('shows each rule at its field', () => {
    expect(Object.keys(errorsOf({ ...emptyForm, port: '99999', interval: 'soon', tags: [{ key: '1x', value: '' }] })).sort()).toEqual(['host', 'interval', 'name', 'port', 'privateKey', 'tags', 'username']);
    expect(errorsOf({ ...good, interval: 'soon' }).interval?.message).toBe('A duration such as 15s, 1m30s or 500ms.');
    expect(errorsOf({ ...good, host: '' }).host?.message).toBe('Enter the address.');
  });
  it('leaves the credential out when the stored one stays', () => {
    expect(bodyOf({ ...good, keepAuth: true })).not.toHaveProperty('auth');
  });
});
