import { ApiError } from '../../contract/client.ts';
import { createQueryStore } from './queryStore';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());
const settle = () => jest.advanceTimersByTimeAsync(0);

describe('the query store', () => {
  it('asks once for all who watch, polls at the shortest interval, and stops with the last', async () => {
    const load = jest.fn(async () => 1);
    const store = createQueryStore();
    const stops = [store.watch('a', load, 10_000, jest.fn()), store.watch('a', load, 5_000, jest.fn())];
    await settle();
    expect(load).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(load).toHaveBeenCalledTimes(2);
    stops.forEach((stop) => stop());
    await jest.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('polls as often as who joins later wants', async () => {
    const load = jest.fn(async () => 1);
    const store = createQueryStore();
    store.watch('a', load, Infinity, jest.fn());
    await settle();
    store.watch('a', load, 2_000, jest.fn());
    await jest.advanceTimersByTimeAsync(2_000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps what it had while an error is told, and heals', async () => {
    let broken = false;
    const store = createQueryStore();
    store.watch('a', async () => (broken ? Promise.reject(new ApiError(502, 'unreachable', 'gone')) : 7), 1_000, jest.fn());
    await settle();
    broken = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(store.read('a')).toMatchObject({ data: 7, error: { code: 'unreachable' } });
    broken = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(store.read('a')).toMatchObject({ data: 7, error: undefined });
  });

  it('keeps what it had while who watches changes the interval, though the next reply fails', async () => {
    const store = createQueryStore();
    const stop = store.watch('a', async () => 7, 60_000, jest.fn());
    await settle();
    stop();
    const stopAgain = store.watch('a', () => Promise.reject(new ApiError(502, 'unreachable', 'gone')), 5_000, jest.fn());
    await settle();
    expect(store.read('a')).toMatchObject({ data: 7, error: { code: 'unreachable' } });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(store.read('a')).toMatchObject({ data: 7 });
    stopAgain();
    await settle();
    expect(store.read('a').data).toBeUndefined();
  });

  it('reads again what a change touched', async () => {
    const load = jest.fn(async () => 1);
    const store = createQueryStore();
    store.watch('servers/1', load, Infinity, jest.fn());
    await settle();
    store.invalidate('servers');
    await settle();
    expect(load).toHaveBeenCalledTimes(2);
  });
});
