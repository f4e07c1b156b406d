import React from 'react';
import { act, screen, waitFor, within } from '@testing-library/react';
import { aHealth, aLine, aLogSource, aServer } from '../../test/factories';
import { aFeed } from '../../test/aFeed';
import { layOut } from '../../test/layOut';
import { mockEndpoint, mockUnreachable } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import LogsRoutes from './LogsRoutes';

setUpGrafana();
layOut();

const web = aServer({ id: 's1', name: 'web1' });
const db = aServer({ id: 's2', name: 'db1' });
const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
const everywhere = aLogSource({ serverId: null, selector: { all: true, servers: [], tags: {} } });

function show(where: string, feed?: ReturnType<typeof aFeed>) {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listServers', { items: [web, db], next: null });
  return renderApp(<LogsRoutes />, { at: where, route: 'logs/*', ...(feed === undefined ? {} : { feed: feed.feed }) });
}
const texts = () => screen.getAllByRole('button', { name: /^line / }).map(({ textContent }) => textContent);

describe('live lines', () => {
  async function live(where = '/logs') {
    const feed = aFeed();
    mockEndpoint('listLogSources', { items: [everywhere], next: null });
    const shown = show(where, feed);
    await screen.findByRole('log');
    act(() => feed.hello());
    await waitFor(() => expect(feed.places('log')).toHaveLength(1));
    return { ...shown, feed };
  }

  it('are merged by time over servers, and held while paused', async () => {
    const { feed, user } = await live();
    act(() => feed.tell('log', 'snapshot', { lines: [aLine({ time: at(1), text: 'line a' }), aLine({ time: at(5), text: 'line c' })], problems: [] }));
    await waitFor(() => expect(texts()).toEqual(['line a', 'line c']));
    act(() => feed.tell('log', 'change', { lines: [aLine({ time: at(3), serverId: 's2', serverName: 'db1', text: 'line b' })], problems: [] }));
    await waitFor(() => expect(texts()).toEqual(['line a', 'line b', 'line c']));

    await user.click(screen.getByRole('button', { name: 'Pause' }));
    act(() => feed.tell('log', 'change', { lines: [aLine({ time: at(6), text: 'line d' })], problems: [] }));
    expect(await screen.findByRole('button', { name: 'Continue (1 new)' })).toBeInTheDocument();
    expect(texts()).toHaveLength(3);
    await user.click(screen.getByRole('button', { name: /Continue/ }));
    await waitFor(() => expect(texts().at(-1)).toBe('line d'));
  });

  it('stand below a histogram of their levels, whose bars lead into the search', async () => {
    const { feed, user } = await live('/logs?levels=error');
    act(() => feed.tell('log', 'snapshot', { lines: [aLine({ time: at(1), text: 'line a', level: 'error' }), aLine({ time: at(1), text: 'line b', level: 'error' })], problems: [] }));
    const bar = await screen.findByRole('button', { name: /^Lines of .*2 error$/ });
    const asked = mockEndpoint('searchLogs', { lines: [], problems: [], bytesRead: 0, complete: true });
    await user.click(bar);
    await waitFor(() => expect(asked[0]?.query.get('from')).toBe(at(1)));
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({ to: at(2), level: 'error' });
  });

  it('are of the chosen servers alone', async () => {
    const { feed } = await live('/logs?servers=s1');
    expect(feed.places('log')[0]?.filter).toMatchObject({ source: ['src1'], server: 's1' });
  });

  it('stay in sight where a search found them without the feed, until the feed tells its own', async () => {
    const { feed } = await live();
    mockEndpoint('searchLogs', { lines: [aLine({ time: at(1), text: 'line a' })], problems: [], bytesRead: 0, complete: true });
    const before = feed.opened();
    act(() => feed.drop());
    await waitFor(() => expect(texts()).toEqual(['line a']));
    await waitFor(() => expect(feed.opened()).toBeGreaterThan(before), { timeout: 5_000 });
    act(() => feed.hello());
    expect(await screen.findByText('live · 1 lines')).toBeInTheDocument();
    expect(texts()).toEqual(['line a']);
    act(() => feed.tell('log', 'snapshot', { lines: [], problems: [] }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'line a' })).not.toBeInTheDocument());
  });

  it('tell why a pattern can not be followed', async () => {
    const { feed, user } = await live();
    await user.type(screen.getByLabelText('Pattern'), '(x');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await waitFor(() => expect(feed.places('log')[0]?.filter).toMatchObject({ filter: '(x' }));
    act(() => feed.refuse('log', 'unprocessable', 'filter: missing closing )'));
    expect(await screen.findByText(/missing closing/)).toBeInTheDocument();
  });

  it('open with all they tell, and lead to what was around', async () => {
    const { feed, user } = await live();
    act(() => feed.tell('log', 'snapshot', { lines: [aLine({ time: at(1), text: 'line a', fields: { status: '500' } })], problems: [] }));
    await user.click(await screen.findByRole('button', { name: 'line a' }));
    const drawer = await screen.findByRole('dialog');
    expect(within(drawer).getByText('500')).toBeInTheDocument();
    expect(within(drawer).getByRole('link', { name: 'Lines around this' })).toHaveAttribute('href', expect.stringContaining(`at=${Date.parse(at(1))}`));
    expect(within(drawer).getByRole('link', { name: 'Count lines like this' })).toHaveAttribute('href', expect.stringContaining('edit=src1'));
  });
});

describe('a search', () => {
  it('asks for the range of the address, and its bars lead into it', async () => {
    mockEndpoint('listLogSources', { items: [everywhere], next: null });
    const [from, to] = [Date.parse(at(0)), Date.parse(at(59))];
    const asked = mockEndpoint('searchLogs', { lines: [aLine({ time: at(1), text: 'line a', level: 'error' })], problems: [{ sourceId: 'src1', serverId: 's2', serverName: 'db1', code: 'timeout', message: 'No answer.' }], bytesRead: 10, complete: true });
    const { user } = show(`/logs?mode=search&from=${from}&to=${to}&levels=error&filter=a`);
    await waitFor(() => expect(texts()).toEqual(['line a']));
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({ source: 'src1', from: at(0), to: at(59), level: 'error', filter: 'a' });
    expect(screen.getByText(/db1: No answer/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /^Lines of .*1 error/ }));
    await waitFor(() => expect(asked.length).toBeGreaterThan(1));
    expect(Date.parse(asked.at(-1)?.query.get('to') ?? '') - Date.parse(asked.at(-1)?.query.get('from') ?? '')).toBeLessThan(1_500);
  });

  it('has no range for the newest lines', async () => {
    mockEndpoint('listLogSources', { items: [everywhere], next: null });
    const asked = mockEndpoint('searchLogs', { lines: [], problems: [], bytesRead: 0, complete: true });
    show('/logs?mode=recent');
    expect(await screen.findByText('No line.')).toBeInTheDocument();
    expect(asked[0]?.query.has('from')).toBe(false);
  });
});

describe('the analysis', () => {
  it('leads from levels, patterns and errors to the lines', async () => {
    mockEndpoint('listLogSources', { items: [everywhere], next: null });
    const line = aLine({ time: at(2), text: 'disk sda1 is gone', level: 'error' });
    mockEndpoint('analyzeLogs', {
      from: at(0), to: at(59), total: 3, linesPerSecond: 0.05, levels: { error: 3 }, buckets: [{ at: at(0), levels: { error: 3 } }, { at: at(30), levels: {} }],
      patterns: [{ pattern: 'disk <*> is gone', count: 3, before: 0, trend: 'new', level: 'error', sample: line }], errors: [{ line, before: [aLine({ text: 'line before' })], after: [], count: 3 }],
      problems: [], bytesRead: 100, complete: true,
    });
    const { user } = show('/logs/analysis?server=s1');
    const pattern = await screen.findByRole('link', { name: 'disk <*> is gone' });
    const url = new URL(pattern.getAttribute('href') ?? '', 'http://x');
    expect(Object.fromEntries(url.searchParams)).toEqual({ servers: 's1', mode: 'search', from: String(Date.parse(at(0))), to: String(Date.parse(at(59))), filter: 'disk\\s+.*\\s+is\\s+gone' });
    expect(screen.getByRole('link', { name: '3 error' })).toHaveAttribute('href', expect.stringContaining('levels=error'));
    await user.click(screen.getByRole('button', { name: 'disk sda1 is gone' }));
    const drawer = await screen.findByRole('dialog');
    expect(within(drawer).getByText('line before')).toBeInTheDocument();
    expect(within(drawer).getByRole('link', { name: 'Open in Logs' })).toHaveAttribute('href', expect.stringContaining(`at=${Date.parse(at(2))}`));
  });
});

describe('sources', () => {
  it('say where lines come from and what is wrong', async () => {
    mockEndpoint('listLogSources', { items: [aLogSource({ states: [{ serverId: 's1', serverName: 'web1', state: 'missing', message: 'There is no such file.', checkedAt: at(1) }] })], next: null });
    show('/logs/sources');
    expect(await screen.findByText('/var/log/app.log')).toBeInTheDocument();
    expect(screen.getByText('web1: missing')).toBeInTheDocument();
  });

  it('count lines like the one that somebody saw', async () => {
    mockEndpoint('listLogSources', { items: [aLogSource()], next: null });
    const saved = mockEndpoint('replaceLogSource', aLogSource());
    const { user } = show('/logs/sources?edit=src1&like=Failed+login+of+user7');
    expect(await screen.findByLabelText('Pattern of rule 1')).toHaveValue('Failed\\s+login\\s+of\\s+\\S+');
    await user.click(screen.getByRole('button', { name: 'Save log source' }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ count: true, rules: [{ name: 'failed_login_of', pattern: 'Failed\\s+login\\s+of\\s+\\S+' }] }));
    expect(saved[0]?.ifMatch).toBe('"1"');
  });

  it('teach when there are none, and can not be changed by who may only look', async () => {
    grant('view');
    mockEndpoint('listLogSources', { items: [], next: null });
    show('/logs/sources?new=1');
    expect(await screen.findByText('No log sources yet')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('say when they can not be read', async () => {
    mockUnreachable();
    renderApp(<LogsRoutes />, { at: '/logs', route: 'logs/*' });
    expect(await screen.findByText('The exporter does not answer')).toBeInTheDocument();
    expect(await screen.findByText('The log sources will stand here when the exporter answers.')).toBeInTheDocument();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });
});
