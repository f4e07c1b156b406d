import type { History } from '../../contract/metrics.ts';
import { historyGraphs, historyLines } from './historyGraphs.ts';

const read = (labels: Record<string, string>, mean: Array<number | null>): History => ({
  family: 'x', type: 'gauge', rate: false, from: '', to: '', stepSeconds: 1, times: [], source: 'store', truncated: false,
  series: [{ labels, mean, min: mean, max: mean }],
});

describe('graphs over the exporter’s history', () => {
  it('names lines by a label and keeps gaps', () => {
    expect(historyLines({ family: 'x', label: 'device', name: 'sent', factor: -1 }, read({ device: 'eth0' }, [5, null]))).toEqual([{ name: 'eth0 sent', values: [-5, null] }]);
    expect(historyLines({ family: 'x', name: '1 min' }, read({}, [5]))).toEqual([{ name: '1 min', values: [5] }]);
  });
  it('have ids of their own', () => {
    expect(new Set(historyGraphs.map(({ id }) => id)).size).toBe(historyGraphs.length);
  });
});
