import { describe, expect, it } from '@jest/globals';
import { mdstat } from './mdstat.ts';

const array = (text: string) =>
  mdstat(`Personalities : [raid1] [raid6] [raid5] [raid0]\n${text}\nunused devices: <none>\n`)[0];

describe('mdstat', () => {
  it('reads a healthy array', () => {
    expect(
      array(
        'md0 : active raid1 sdb1[1] sda1[0]\n      1000 blocks super 1.2 [2/2] [UU]\n      bitmap: 0/1 pages [0KB], 65536KB chunk\n'
      )
    ).toEqual({
      device: 'md0',
      state: 'active',
      required: 2,
      active: 2,
      failed: 0,
      spare: 0,
      blocks: 1000,
      synced: 1000,
    });
  });

  it('counts failed and spare disks', () => {
    expect(
      array(
        'md1 : active raid5 sdd[4](S) sdc[2](F) sdb[1] sda[0]\n      3000 blocks level 5, 64k chunk, algorithm 2 [3/2] [UU_]\n'
      )
    ).toMatchObject({
      required: 3,
      active: 2,
      failed: 1,
      spare: 1,
    });
  });

  it.each([
    ['recovery', 'recovering', '[==>....]  recovery = 12.6% (126/1000) finish=127.5min speed=333K/sec', 126],
    ['resync', 'resyncing', '[=>.....]  resync = 5.0% (50/1000) finish=1.0min speed=1K/sec', 50],
    ['check', 'checking', '[=>.....]  check = 5.0% (50/1000) finish=1.0min speed=1K/sec', 50],
    ['reshape', 'reshaping', '[=>.....]  reshape = 5.0% (50/1000) finish=1.0min speed=1K/sec', 50],
    ['a resync to come', 'resyncing', '  resync=DELAYED', 0],
    ['a resync that waits', 'resyncing', '  resync=PENDING', 0],
  ])('tells %s, with and without a bitmap', (_, state, line, synced) => {
    const first = 'md0 : active raid1 sdb1[1] sda1[0]\n      1000 blocks [2/2] [UU]\n';
    expect(array(`${first}      ${line}\n`)).toMatchObject({ state, synced });
    expect(array(`${first}      bitmap: 0/1 pages\n      ${line}\n`)).toMatchObject({ state, synced });
  });

  it('needs all disks of an array without redundancy, and none of one that is inactive', () => {
    expect(array('md2 : active raid0 sdb1[1] sda1[0]\n      2000 blocks 64k chunks\n')).toMatchObject({
      required: 2,
      active: 2,
    });
    expect(array('md3 : inactive sdb1[1](S) sda1[0](S)\n      2000 blocks\n')).toMatchObject({
      state: 'inactive',
      required: 0,
      active: 0,
      spare: 2,
    });
    expect(array('md4 : active (auto-read-only) raid1 sdb1[1] sda1[0]\n      2000 blocks [2/2] [UU]\n')).toMatchObject({
      state: 'active',
      active: 2,
    });
  });

  it('has no arrays where there are none, and fails on what it does not know', () => {
    expect(mdstat('Personalities : \nunused devices: <none>\n')).toEqual([]);
    expect(() => array('md0 : active raid1 sdb1[1] sda1[0]\n      many blocks [2/2] [UU]\n')).toThrow('/proc/mdstat');
    expect(() => array('md0 : active raid1 sdb1[1] sda1[0]\n      1000 blocks\n')).toThrow('/proc/mdstat');
  });
});
