import React from 'react';
import { act, screen, waitFor, within } from '@testing-library/react';
import { aCommand, aHealth, aRun, aServer } from '../../test/factories';
import { aFeed } from '../../test/aFeed';
import { layOut } from '../../test/layOut';
import { mockEndpoint, mockFailure, mockUnreachable } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import CommandsRoutes from './CommandsRoutes';

// Monaco does not load in jsdom; what it shows and takes is a text.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  CodeEditor: ({ value, onChange }: { value: string; onChange?: (value: string) => void }) => <textarea aria-label="Script" value={value} onChange={(event) => onChange?.(event.currentTarget.value)} />,
}));

setUpGrafana();
layOut();
// The list of runs offers the commands to choose from.
beforeEach(() => void mockEndpoint('listCommands', { items: [], next: null }));

const web = aServer({ id: 's1', name: 'web1', tags: { role: 'web' } });
const db = aServer({ id: 's2', name: 'db1', tags: { role: 'db' } });

function show(at: string, feed?: ReturnType<typeof aFeed>) {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listServers', { items: [web, db], next: null });
  return renderApp(<CommandsRoutes />, { at, route: 'commands/*', ...(feed === undefined ? {} : { feed: feed.feed }) });
}

describe('the library', () => {
  it('shows each command with its last result, narrowed by the address', async () => {
    const result = (serverId: string, ok: boolean) => ({ serverId, runId: 'r1', at: '2026-01-02T03:04:05Z', ok, exitCode: ok ? 0 : 1 });
    mockEndpoint('listCommands', { items: [aCommand({ lastResults: [result('s1', true), result('s2', false)] }), aCommand({ id: 'c2', name: 'uptime_check', description: '' })], next: null });
    show('/commands?text=disk');
    expect(await screen.findByRole('link', { name: 'disk_check' })).toHaveAttribute('href', expect.stringContaining('/commands/c1'));
    expect(screen.getByText('1 of 2 failed')).toBeInTheDocument();
    expect(screen.queryByText('uptime_check')).not.toBeInTheDocument();
  });

  it('teaches when it is empty, and offers nothing to who may only look', async () => {
    mockEndpoint('listCommands', { items: [], next: null });
    grant('view');
    show('/commands');
    expect(await screen.findByText('No commands yet')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'New command' })).not.toBeInTheDocument();
  });

  it('says when it can not be read, with the code', async () => {
    mockFailure('listCommands', 'internal');
    show('/commands');
    expect(await screen.findByText('Could not read the commands')).toBeInTheDocument();
    expect(screen.getByText('Code: internal')).toBeInTheDocument();
  });

  it('leaves it to one banner to say that the exporter does not answer', async () => {
    mockUnreachable();
    renderApp(<CommandsRoutes />, { at: '/commands', route: 'commands/*' });
    expect(await screen.findByText('The exporter does not answer')).toBeInTheDocument();
    expect(await screen.findByText('The commands will stand here when the exporter answers.')).toBeInTheDocument();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });

  it('hides the button of a command for administrators from an editor', async () => {
    mockEndpoint('listCommands', { items: [aCommand({ runRole: 'admin' }), aCommand({ id: 'c2', name: 'uptime_check' })], next: null });
    grant('view', 'operate');
    show('/commands');
    expect(await screen.findByRole('button', { name: 'Run uptime_check' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Run disk_check' })).not.toBeInTheDocument();
  });
});

describe('a run on many', () => {
  const queued = (id: string, server: { id: string; name: string }) => aRun({ id, batch: 'b9', serverId: server.id, serverName: server.name, state: 'running', startedAt: null, finishedAt: null, durationMs: null, exitCode: null, stdout: '' });

  it('shows live output by server, progress, and cancels the rest', async () => {
    const feed = aFeed();
    const runs = [queued('r1', web), queued('r2', db)];
    mockEndpoint('listCommands', { items: [aCommand({ parameters: [{ name: 'DEPTH', type: 'integer', label: '', required: true, default: null, pattern: null, choices: [], min: 1, max: 9 }] })], next: null });
    mockEndpoint('listRuns', { items: runs, next: null });
    mockEndpoint('getRun', ({ params }) => runs.find(({ id }) => id === params['id']) ?? runs[0] ?? aRun());
    const asked = mockEndpoint('runCommand', { batch: 'b9', runs });
    const cancelled = mockEndpoint('cancelRun', ({ params }) => ({ ...queued(String(params['id']), db), state: 'cancelled' }));
    const { user } = show('/commands', feed);
    await user.click(await screen.findByRole('button', { name: 'Run disk_check' }));
    const drawer = await screen.findByRole('dialog');
    await user.click(within(drawer).getByRole('combobox', { name: 'Servers' }));
    await user.click(await screen.findByRole('option', { name: 'All servers' }));
    await user.click(within(drawer).getByRole('button', { name: 'Run on 2 servers' }));
    expect(await within(drawer).findByText('Needed for this command.')).toBeInTheDocument();
    await user.type(within(drawer).getByLabelText(/DEPTH/), '3');
    await user.click(within(drawer).getByRole('button', { name: 'Run on 2 servers' }));
    await waitFor(() => expect(asked[0]?.body).toMatchObject({ selector: { all: true }, values: { DEPTH: '3' } }));

    await within(drawer).findByText('0 of 2 done, 0 ok');
    act(() => feed.hello());
    await waitFor(() => expect(feed.places('run')).toHaveLength(1));
    act(() => feed.tell('run', 'snapshot', { runs: [], output: [{ runId: 'r1', stream: 'stdout', text: '/var 93%\n' }] }));
    expect(await within(drawer).findByText('/var 93%')).toBeInTheDocument();
    act(() => feed.tell('run', 'change', { runs: [{ ...runs[0], state: 'ok', exitCode: 0, durationMs: 40 }], output: [] }));
    expect(await within(drawer).findByText('1 of 2 done, 1 ok')).toBeInTheDocument();
    expect(within(drawer).getByRole('progressbar', { name: 'Runs done' })).toHaveAttribute('aria-valuenow', '1');

    await user.click(within(drawer).getByRole('button', { name: 'Cancel the rest' }));
    await waitFor(() => expect(cancelled.map(({ params }) => params['id'])).toEqual(['r2']));
  });

  it('has a page of its own to come back to', async () => {
    mockEndpoint('listRuns', ({ query }) => ({ items: query.get('batch') === 'b9' ? [aRun({ batch: 'b9' })] : [], next: null }));
    mockEndpoint('getRun', aRun());
    show('/commands/runs?batch=b9');
    expect(await screen.findByText('1 of 1 done, 1 ok')).toBeInTheDocument();
  });
});

describe('the editor', () => {
  const preview = () =>
    mockEndpoint('previewExtraction', ({ body }) => {
      const { extractions } = body as { extractions: Array<{ pattern: string }> };
      const matches = [...'/ 42%\n/var 93%\n'.matchAll(new RegExp((extractions[0]?.pattern ?? '').replaceAll('?P<', '?<'), 'g'))];
      return {
        metrics: [{ name: 'shellwatch_command_disk', type: 'gauge', help: '', dropped: 0, samples: matches.map((match) => ({ labels: {}, value: Number(match.groups?.['value']), start: match.index, end: match.index + match[0].length })) }],
        exposition: matches.map((match) => `shellwatch_command_disk ${match.groups?.['value']}\n`).join(''),
        problems: [],
      };
    });

  it('marks matches and shows the metric lines while the pattern is typed', async () => {
    mockEndpoint('getCommand', aCommand({ extractions: [{ source: 'regex', pattern: '(?P<value>\\d+)%', metric: '', help: '', type: 'gauge', unit: '', factor: 1 }] }));
    preview();
    const { user } = show('/commands/c1/edit');
    await user.click(await screen.findByLabelText('Output to read'));
    await user.paste('/ 42%\n/var 93%\n');
    expect(await screen.findByText('42%', { selector: 'mark' })).toBeInTheDocument();
    expect(screen.getByLabelText('Metric lines')).toHaveTextContent('shellwatch_command_disk 42 shellwatch_command_disk 93');
    const pattern = screen.getByLabelText('Pattern of metric 1');
    await user.clear(pattern);
    await user.click(pattern);
    await user.paste('/var (?P<value>\\d+)');
    expect(await screen.findByText('/var 93', { selector: 'mark' })).toBeInTheDocument();
    expect(screen.getByLabelText('Metric lines')).not.toHaveTextContent('42');
  });

  it('tries the unsaved command with values for its parameters', async () => {
    mockEndpoint('getCommand', aCommand({ parameters: [{ name: 'MOUNT', type: 'string', label: 'Mount', required: true, default: null, pattern: null, choices: [], min: null, max: null }] }));
    const asked = mockEndpoint('tryCommand', { ok: false, exitCode: 2, durationMs: 12, stdout: 'none\n', stderr: 'df: /x: no such file\n', truncated: false, metrics: [], exposition: '', problems: [] });
    const { user } = show('/commands/c1/edit');
    await user.click(await screen.findByRole('combobox', { name: 'Try on' }));
    await user.click(await screen.findByRole('option', { name: 'web1' }));
    await user.click(screen.getByRole('button', { name: 'Try' }));
    expect(await screen.findByText('Needed for this command.')).toBeInTheDocument();
    expect(asked).toHaveLength(0);
    await user.type(screen.getByLabelText(/^Mount/), '/x');
    await user.click(screen.getByRole('button', { name: 'Try' }));
    expect(await screen.findByText(/failed, exit 2/)).toBeInTheDocument();
    expect(screen.getByText(/no such file/)).toBeInTheDocument();
    expect(asked[0]?.body).toMatchObject({ serverId: 's1', values: { MOUNT: '/x' } });
  });

  it('shows the rules of the contract and of the exporter at their fields', async () => {
    mockFailure('createCommand', 'unprocessable', [{ field: 'schedule', message: 'no such time zone' }]);
    const { user } = show('/commands/new');
    await user.click(await screen.findByRole('button', { name: 'Save command' }));
    expect(await screen.findByText('Enter a name.')).toBeInTheDocument();
    expect(screen.getByText('Write what to run.')).toBeInTheDocument();
    await user.type(screen.getByLabelText(/^Name/), 'backup_age');
    await user.type(screen.getByLabelText('Script'), 'ls');
    await user.click(screen.getByRole('button', { name: 'Save command' }));
    expect(await screen.findByText('no such time zone')).toBeInTheDocument();
    expect(screen.queryByText('Enter a name.')).not.toBeInTheDocument();
  });

  it('is closed to who may only look', async () => {
    grant('view');
    show('/commands/new');
    expect(await screen.findByText('Your role does not let you change commands')).toBeInTheDocument();
  });
});

describe('one run', () => {
  it('is compared with another of the same command', async () => {
    mockEndpoint('getRun', aRun());
    mockEndpoint('listRuns', { items: [aRun(), aRun({ id: 'r2', serverName: 'db1' })], next: null });
    const asked = mockEndpoint('diffRuns', { left: aRun(), right: aRun({ id: 'r2', serverName: 'db1' }), equal: false, lines: [{ side: 'both', text: 'a' }, { side: 'left', text: 'used 42%' }, { side: 'right', text: 'used 97%' }] });
    const { user } = show('/commands/runs/r1');
    await user.click(await screen.findByRole('combobox', { name: 'Compare with' }));
    await user.click(await screen.findByRole('option', { name: /db1/ }));
    const diff = await screen.findByLabelText('web1 compared with db1');
    expect(diff).toHaveTextContent('− used 42%');
    expect(diff).toHaveTextContent('+ used 97%');
    expect(asked[0]?.query.get('with')).toBe('r2');
    expect(screen.getByTestId('where')).toHaveTextContent('with=r2');
  });
});
