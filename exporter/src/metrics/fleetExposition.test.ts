import { describe, expect, it } from '@jest/globals';
import { exposition } from './exposition.ts';
import { single, type Family } from './family.ts';
import { fleetExposition, renderServer, type ServerFamilies } from './fleetExposition.ts';
import { openMetricsDialect } from './openmetrics.ts';

type Server = ServerFamilies & { families: readonly Family[] };

const device = (name: string, ...values: number[]): Family => ({
  type: 'counter',
  name,
  help: 'Help.',
  samples: values.map((value, at) => ({ labels: { device: `eth${at}` }, value })),
});
async function textOf(
  servers: Iterable<ServerFamilies>,
  ...rest: [dialect?: typeof openMetricsDialect, tail?: string]
): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of fleetExposition(servers, ...rest)) {
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces).toString();
}
/** The same the slow way. */
const plainly = (servers: readonly Server[], dialect?: typeof openMetricsDialect) =>
  exposition(
    servers.flatMap(({ name, families }) =>
      families.map((family) => ({
        ...family,
        samples: family.samples.map(({ labels, value }) => ({ labels: { instance: name, ...labels }, value })),
      }))
    ),
    dialect
  );

describe('fleetExposition', () => {
  const servers: Server[] = [
    { name: 'web1', families: [device('a_total', 1, 2), single('gauge', 'b', 'B.', 3)] },
    { name: 'web"2', families: [device('a_total', 4), single('gauge', 'b', 'B.', 5)] },
    { name: 'db1', families: [single('gauge', 'c', 'C.', 6), device('a_total', 7), device('none_total')] },
  ];

  it('has the samples of a family of all servers together', async () => {
    expect(await textOf(servers)).toBe(`# HELP a_total Help.
# TYPE a_total counter
a_total{instance="web1",device="eth0"} 1
a_total{instance="web1",device="eth1"} 2
a_total{instance="web\\"2",device="eth0"} 4
a_total{instance="db1",device="eth0"} 7
# HELP b B.
# TYPE b gauge
b{instance="web1"} 3
b{instance="web\\"2"} 5
# HELP c C.
# TYPE c gauge
c{instance="db1"} 6
`);
  });

  it('is the same for servers rendered before, and for new ones', async () => {
    const [first] = servers;
    expect(first && renderServer(first)).toBe(first && renderServer(first));
    expect(await textOf(servers)).toBe(plainly(servers));
    expect(await textOf(servers, openMetricsDialect)).toBe(plainly(servers, openMetricsDialect));
  });

  it('counts bytes, not characters', async () => {
    const families = [
      { ...single('gauge', 'x', 'X.', 1), samples: [{ labels: { mount: '/Büro €' }, value: 1 }] },
      single('gauge', 'y', 'Y.', 2),
    ];
    const some = [
      { name: 'größer', families },
      { name: 'b', families: [single('gauge', 'y', 'Y.', 3)] },
    ];
    expect(await textOf(some)).toBe(plainly(some));
  });

  it('puts families of one name together, wherever they come from', async () => {
    const twice = [
      {
        name: 'a',
        families: [single('gauge', 'x', 'X.', 1), single('gauge', 'y', 'Y.', 2), single('gauge', 'x', 'Other.', 3)],
      },
    ];
    expect(await textOf(twice)).toBe(plainly(twice));
  });

  it('ends with the tail, then with the end of the dialect', async () => {
    expect(await textOf([], openMetricsDialect, '# TYPE own gauge\nown 1\n')).toBe('# TYPE own gauge\nown 1\n# EOF\n');
  });

  it('comes in pieces, and gives way to others in between', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      name: `server-${at}`,
      families: Array.from({ length: 50 }, (__, f) => device(`family_${f}_total`, 1, 2, 3, 4, 5)),
    }));
    let turns = 0;
    let going = true;
    const count = () => {
      turns++;
      if (going) {
        setImmediate(count);
      }
    };
    setImmediate(count);
    const pieces: number[] = [];
    for await (const piece of fleetExposition(many)) {
      pieces.push(piece.length);
    }
    going = false;
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces)).toBe(1 << 18);
    expect(turns).toBeGreaterThan(50);
  });

  it('survives more kinds of servers than it remembers', async () => {
    const kinds = Array.from({ length: 450 }, (_, at) => ({
      name: `s${at}`,
      families: [single('gauge', `only_${at}`, 'Help.', at), single('gauge', 'all', 'All.', at)],
    }));
    const text = await textOf(kinds);
    expect(text.match(/^all\{/gm)).toHaveLength(450);
    expect(text.match(/^# TYPE all gauge$/gm)).toHaveLength(1);
    expect(text.match(/^only_\d+\{/gm)).toHaveLength(450);
  });
});
