import { describe, expect, it } from '@jest/globals';
import { createFakeClock, settle } from '../../test/fakeClock.ts';
import { createLoginGate, type Waiting } from './loginGate.ts';

describe('createLoginGate', () => {
  it('lets so many in at a time, those that never failed first', async () => {
    const gate = createLoginGate(createFakeClock(), 2);
    const order: string[] = [];
    const enter = (name: string, what: Waiting) => gate.enter(what).then((place) => (order.push(name), place));
    const first = await enter('a', 'login again');
    await enter('b', 'login again');
    void enter('late', 'login again');
    void enter('urgent', 'login');
    await settle();
    expect(order).toEqual(['a', 'b']);
    expect(gate.waiting()).toBe(2);
    first.leave();
    first.leave();
    await settle();
    expect(order).toEqual(['a', 'b', 'urgent']);
    expect(gate.underWay()).toBe(2);
  });
  it('gives the place of a login that hangs to the next', async () => {
    const clock = createFakeClock();
    const gate = createLoginGate(clock, 1);
    await gate.enter('login');
    let entered = false;
    void gate.enter('login').then(() => (entered = true));
    await clock.advance(1_499);
    expect(entered).toBe(false);
    await clock.advance(1);
    expect(entered).toBe(true);
  });
  it('lets one that is connected take its time', async () => {
    const clock = createFakeClock();
    const gate = createLoginGate(clock, 1);
    const place = await gate.enter('login');
    await clock.advance(1_000);
    place.connected();
    await clock.advance(7_999);
    expect(gate.underWay()).toBe(1);
    await clock.advance(1);
    expect(gate.underWay()).toBe(0);
    place.connected();
    place.leave();
    expect(gate.underWay()).toBe(0);
    expect(clock.pending()).toBe(0);
  });
  it('leaves the line when the wait is given up', async () => {
    const gate = createLoginGate(createFakeClock(), 1);
    const place = await gate.enter('login');
    const stop = new AbortController();
    const waiting = gate.enter('login', stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.enter('login', stop.signal)).rejects.toThrow('enough');
    expect(gate.waiting()).toBe(0);
    place.leave();
    expect(gate.underWay()).toBe(0);
  });
});
