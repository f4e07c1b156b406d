import { describe, expect, it } from '@jest/globals';
import { createFakeClock, settle } from '../../test/fakeClock.ts';
import { createLoginGate } from './loginGate.ts';

describe('createLoginGate', () => {
  it('lets so many in at a time, urgent ones first', async () => {
    const gate = createLoginGate(createFakeClock(), 2);
    const order: string[] = [];
    const enter = (name: string, urgent: boolean) => gate.enter(urgent).then((leave) => (order.push(name), leave));
    const first = await enter('a', false);
    await enter('b', false);
    void enter('late', false);
    void enter('urgent', true);
    await settle();
    expect(order).toEqual(['a', 'b']);
    expect(gate.waiting()).toBe(2);
    first();
    first();
    await settle();
    expect(order).toEqual(['a', 'b', 'urgent']);
    expect(gate.underWay()).toBe(2);
  });
  it('gives the place of a login that hangs to the next', async () => {
    const clock = createFakeClock();
    const gate = createLoginGate(clock, 1);
    await gate.enter(true);
    let entered = false;
    void gate.enter(true).then(() => (entered = true));
    await clock.advance(1_499);
    expect(entered).toBe(false);
    await clock.advance(1);
    expect(entered).toBe(true);
  });
  it('leaves the line when the wait is given up', async () => {
    const gate = createLoginGate(createFakeClock(), 1);
    const leave = await gate.enter(true);
    const stop = new AbortController();
    const waiting = gate.enter(true, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.enter(true, stop.signal)).rejects.toThrow('enough');
    expect(gate.waiting()).toBe(0);
    leave();
    expect(gate.underWay()).toBe(0);
  });
});
