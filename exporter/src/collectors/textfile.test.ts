import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { defaultSettings, parseSettings } from './settings.ts';
import { textfile } from './textfile.ts';
import { parseTextFormat } from './textFormat.ts';

const { settings } = parseSettings({ 'textfile.directory': '/var/lib/metrics, /opt/*/metrics' });
const collect = (...files: Array<[path: string, text: string] | string>) => {
  const stdout = files
    .map((file) => (typeof file === 'string' ? file : `@1700000000 ${file[0]}\n${file[1].replace(/^/gm, ' ')}\n`))
    .join('');
  return textfile(settings).collect(fakeSnapshot({ runs: { textfile: stdout } }));
};

describe('textfile', () => {
  it('reads nothing, without an error, where no directory is set', () => {
    const collector = textfile(defaultSettings);
    expect(collector.runs).toEqual([]);
    expect(linesOf(collector.collect(fakeSnapshot()))).toEqual(['node_textfile_scrape_error 0']);
    expect(textfile(settings).runs?.[0]?.args?.(fakeSnapshot())).toEqual(['/var/lib/metrics', '/opt/*/metrics']);
  });

  it('takes over families of all files', () => {
    expect(
      linesOf(collect(['/a.prom', '# TYPE backup gauge\nbackup{job="x"} 1\n'], ['/b.prom', 'backup{job="y"} 2\n']))
    ).toEqual([
      'backup{job="x"} 1',
      'backup{job="y"} 2',
      'node_textfile_mtime_seconds{file="/a.prom"} 1700000000',
      'node_textfile_mtime_seconds{file="/b.prom"} 1700000000',
      'node_textfile_scrape_error 0',
    ]);
  });

  it.each([
    [
      'does not parse',
      [
        ['/a.prom', 'good 1\n'],
        ['/b.prom', 'bad one\n'],
      ] as Array<[string, string]>,
    ],
    [
      'has a timestamp',
      [
        ['/a.prom', 'good 1\n'],
        ['/b.prom', 'bad 1 1700000000000\n'],
      ] as Array<[string, string]>,
    ],
  ])('a file that %s costs only itself', (_, files) => {
    expect(linesOf(collect(...files))).toEqual([
      'good 1',
      'node_textfile_mtime_seconds{file="/a.prom"} 1700000000',
      'node_textfile_scrape_error 1',
    ]);
  });

  it('tells of a directory that can not be read, and of two HELPs', () => {
    expect(linesOf(collect('!/var/lib/metrics\n'))).toEqual(['node_textfile_scrape_error 1']);
    const two = collect(['/a.prom', '# HELP x One.\nx{a="1"} 1\n'], ['/b.prom', '# HELP x Two.\nx{a="2"} 2\n']);
    expect(linesOf(two)).toEqual(expect.arrayContaining(['x{a="1"} 1', 'node_textfile_scrape_error 1']));
    expect(linesOf(two)).not.toContain('x{a="2"} 2');
  });
});

describe('parseTextFormat', () => {
  it('reads labels, escapes, and special numbers', () => {
    const [family] = parseTextFormat(
      '# HELP x A \\\\ and\\na line.\n# TYPE x counter\nx{a="q\\"u}o,te",b="\\\\\\n",} +Inf\nx 1e+06\nx{c=""} -1.5\n'
    );
    expect(family).toEqual({
      name: 'x',
      type: 'counter',
      help: 'A \\ and\na line.',
      samples: [
        { labels: { a: 'q"u}o,te', b: '\\\n' }, value: Infinity },
        { labels: {}, value: 1000000 },
        { labels: { c: '' }, value: -1.5 },
      ],
    });
    expect(parseTextFormat('y NaN\n')[0]?.samples[0]?.value).toBeNaN();
  });
  it('has the parts of a histogram as families of their own', () => {
    const text = '# HELP h Help.\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 3\nh_count 2\n';
    expect(parseTextFormat(text).map(({ name, type, help }) => [name, type, help])).toEqual([
      ['h_bucket', 'untyped', 'Help.'],
      ['h_sum', 'untyped', 'Help.'],
      ['h_count', 'untyped', 'Help.'],
    ]);
  });
  it.each(['x{a=1} 1', 'x{a="1" 1', 'x{a="1",a="2"} 1', '1x 1', 'x', 'x one', '{a="1"} 1', 'x 1 2'])(
    'refuses %s',
    (line) => {
      expect(() => parseTextFormat(`${line}\n`)).toThrow('expected');
    }
  );
});
