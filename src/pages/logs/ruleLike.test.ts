import { patternFilter } from './patternFilter';
import { ruleLike } from './ruleLike';

describe('ruleLike', () => {
  it('matches the line itself and others of its kind', () => {
    const { name, pattern } = ruleLike('Failed password for root from 192.0.2.1 port 22 (ssh2)');
    expect(name).toBe('failed_password_for_root');
    const made = new RegExp(pattern);
    expect(made.test('Failed password for root from 192.0.2.1 port 22 (ssh2)')).toBe(true);
    expect(made.test('Failed password for root from 198.51.100.77 port 50022 (x9)')).toBe(true);
    expect(made.test('Accepted password for root from 192.0.2.1 port 22 (ssh2)')).toBe(false);
  });
  it('has a name when nothing is left to make one of', () => {
    expect(ruleLike('42').name).toBe('lines');
  });
});

describe('patternFilter', () => {
  it('matches what the pattern was made of, however wide its gaps are', () => {
    const made = new RegExp(patternFilter('took <*> ms (cache: "<*>")'));
    expect(made.test('took  42 ms  (cache: "hit")')).toBe(true);
    expect(made.test('took 42 s (cache: "hit")')).toBe(false);
  });
});
