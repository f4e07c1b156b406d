import { describe, expect, it } from '@jest/globals';
import { parseTextFormat } from '../collectors/textFormat.ts';
import { exposition, sampleLines } from './exposition.ts';
import { single, type Family } from './family.ts';
import { openMetricsDialect } from './openmetrics.ts';

const awkward: Family = {
  type: 'counter',
  name: 'a_total',
  help: 'A "quoted" \\ and\nbroken help.',
  samples: [
    { labels: { path: 'C:\\x "y"\nz', empty: '' }, value: 1e21 },
    { labels: { path: 'ü' }, value: NaN },
    { labels: {}, value: -Infinity },
  ],
};

describe('exposition', () => {
  it('escapes as the text format has it', () => {
    expect(exposition([awkward])).toBe(
      '# HELP a_total A "quoted" \\\\ and\\nbroken help.\n# TYPE a_total counter\n' +
        'a_total{path="C:\\\\x \\"y\\"\\nz",empty=""} 1e+21\na_total{path="ü"} NaN\na_total -Inf\n'
    );
  });

  it('reads back as it was', () => {
    expect(parseTextFormat(exposition([awkward]))).toEqual([awkward]);
  });

  it('puts families of one name together, under the first head, and leaves out those without samples', () => {
    const text = exposition([
      single('gauge', 'x', 'One.', 1),
      single('gauge', 'y', 'Y.', 2),
      { ...single('gauge', 'x', 'Two.', 3) },
      { ...awkward, samples: [] },
    ]);
    expect(text).toBe('# HELP x One.\n# TYPE x gauge\nx 1\nx 3\n# HELP y Y.\n# TYPE y gauge\ny 2\n');
  });

  it('puts labels of all samples in front, and moves an instance out of the way', () => {
    const family = {
      ...awkward,
      samples: [
        { labels: {}, value: 1 },
        { labels: { instance: 'theirs', x: '1' }, value: 2 },
      ],
    };
    expect(sampleLines(family, 'instance="web1"')).toBe(
      'a_total{instance="web1"} 1\na_total{instance="web1",exported_instance="theirs",x="1"} 2\n'
    );
    expect(sampleLines(family)).toBe('a_total 1\na_total{instance="theirs",x="1"} 2\n');
  });
});

describe('OpenMetrics', () => {
  const text = (...families: Family[]) => exposition(families, openMetricsDialect);
  it('names a family of counters without _total, and its samples with it', () => {
    expect(text(single('counter', 'x_total', 'Help.', 1))).toBe('# HELP x Help.\n# TYPE x counter\nx_total 1\n# EOF\n');
  });
  it('calls unknown what is untyped, and a counter without _total', () => {
    expect(text(single('untyped', 'x', 'Help.', 1))).toContain('# TYPE x unknown\n');
    expect(text(single('counter', 'x', 'Help.', 1))).toContain('# TYPE x unknown\nx 1\n');
    expect(text(single('gauge', 'x_total', 'Help.', 1))).toContain('# TYPE x_total gauge\n');
  });
  it('escapes quotes in HELP, and ends', () => {
    expect(text(awkward)).toMatch(/^# HELP a A \\"quoted\\" \\\\ and\\nbroken help\.\n/);
    expect(text()).toBe('# EOF\n');
  });
});
