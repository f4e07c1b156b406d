import { markSpans } from './markSpans';

describe('markSpans', () => {
  it('cuts a text at its matches', () => {
    expect(markSpans('a=1 b=2', [{ start: 6, end: 7 }, { start: 2, end: 3 }])).toEqual([
      { text: 'a=', marked: false },
      { text: '1', marked: true },
      { text: ' b=', marked: false },
      { text: '2', marked: true },
    ]);
  });
  it('marks what overlaps once', () => {
    expect(markSpans('abc', [{ start: 0, end: 2 }, { start: 1, end: 3 }]).map(({ text }) => text).join('')).toBe('abc');
  });
});
