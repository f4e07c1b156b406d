import { anIncident } from '../test/factories';
import { incidentMarks } from './incidentMarks';

it('tells of each server how many are open, the worst, and whether somebody took them all', () => {
  const marks = incidentMarks([
    anIncident({ serverId: 'a', severity: 'warning', state: 'acknowledged' }),
    anIncident({ serverId: 'a', severity: 'critical', state: 'firing' }),
    anIncident({ serverId: 'b', severity: 'warning', state: 'acknowledged' }),
    anIncident({ serverId: 'c', state: 'resolved' }),
    anIncident({ serverId: null }),
  ]);
  expect([...marks]).toEqual([
    ['a', { count: 2, worst: 'critical', taken: false }],
    ['b', { count: 1, worst: 'warning', taken: true }],
  ]);
});
