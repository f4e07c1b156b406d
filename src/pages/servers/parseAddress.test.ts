import { parseAddress } from './parseAddress';

describe('parseAddress', () => {
  it.each([
    ['web1', { host: 'web1' }],
    ['ann@web1:2222', { host: 'web1', username: 'ann', port: '2222' }],
    ['ssh://ann@web1:2222/', { host: 'web1', username: 'ann', port: '2222' }],
    ['ann@[2001:db8::1]:22', { host: '2001:db8::1', username: 'ann', port: '22' }],
    ['ssh -i ~/.ssh/id -p 2222 ann@web1', { host: 'web1', username: 'ann', port: '2222' }],
    ['ssh -l ann -p2222 web1 uptime', { host: 'web1', username: 'ann', port: '2222' }],
  ])('takes %s apart', (text, address) => expect(parseAddress(text)).toEqual(address));
  it('leaves what it does not know', () => {
    expect(parseAddress('2001:db8::1')).toBeUndefined();
    expect(parseAddress('two words')).toBeUndefined();
  });
});
