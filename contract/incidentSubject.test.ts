import { describe, expect, it } from '@jest/globals';
import { incidentSubject } from './incidentSubject.ts';

describe('what a graph of an incident reads', () => {
  it('is the measured value in the unit of its limit', () => {
    expect(incidentSubject({ check: 'disk_inodes', item: '/var' }, 4)).toMatchObject({ family: 'shellwatch_vitals_mount_inodes_used_ratio', labels: ['mountpoint=/var'], scale: 100, limit: true });
    expect(incidentSubject({ check: 'load', item: null }, 4)).toMatchObject({ family: 'node_load5', scale: 0.25, limit: true });
    expect(incidentSubject({ check: 'temperature', item: 'chip0 temp1' }, 4)).toMatchObject({ labels: ['chip=chip0', 'sensor=temp1'] });
    expect(incidentSubject({ check: 'command_value', item: 'shellwatch_command_used{mount="/a b",mode="x"}' }, 4)).toMatchObject({ family: 'shellwatch_command_used', labels: ['mount=/a b', 'mode=x'] });
  });

  it('has no limit where the limit is in another unit, and is nothing where words say more', () => {
    expect(incidentSubject({ check: 'disk_full_in', item: '/' }, 4)?.limit).toBe(false);
    expect(incidentSubject({ check: 'load', item: null }, 0)?.limit).toBe(false);
    expect(incidentSubject({ check: 'server_down', item: null }, 4)).toBeUndefined();
    expect(incidentSubject({ check: null, item: null }, 4)).toBeUndefined();
  });
});
