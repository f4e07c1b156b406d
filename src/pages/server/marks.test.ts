import { anIncident } from '../../test/factories';
import { marksFrame } from '../../viz/marksLayer';
import { marksOf } from './marks';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const ms = (minute: number) => Date.parse(at(minute));
const version = (minute: number, fields: string[], bootTime: string | null = null, first = false) => ({
  at: at(minute),
  first,
  changes: fields.map((field) => ({ field, from: 'a', to: 'b', text: `${field} a → b` })),
  specs: { bootTime } as never,
});

describe('the marks in a server’s graphs', () => {
  it('are its reboots where they were, its changes, and its incidents as they began and ended', () => {
    const versions = [version(20, ['bootTime', 'kernel'], at(18)), version(10, ['memory.totalBytes']), version(1, [], null, true)];
    const incidents = [anIncident({ startedAt: at(5), resolvedAt: at(8), severity: 'critical' }), anIncident({ startedAt: at(15) })];
    const marks = marksOf(versions, incidents);
    expect(marks.map((mark) => [mark.at, mark.color])).toEqual([
      [ms(5), 'red'],
      [ms(8), 'green'],
      [ms(10), 'purple'],
      [ms(15), 'orange'],
      [ms(18), 'blue'],
    ]);
    expect(marks[4]).toMatchObject({ title: 'Reboot', text: 'kernel a → b' });
  });
  it('are annotations to Grafana', () => {
    const frame = marksFrame([{ at: 1, title: 't', text: 'x', color: 'blue' }]);
    expect(frame.meta?.dataTopic).toBe('annotations');
    expect(frame.fields.find(({ name }) => name === 'time')?.values).toEqual([1]);
  });
});
