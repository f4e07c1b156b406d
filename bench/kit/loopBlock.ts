/**
 * The longest turn of the event loop while `work` ran, in milliseconds of CPU time of this thread: what others wait for at
 * least, without what other programs on the machine add. `cpu` is all of it.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<{ block: number; cpu: number }> {
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let last = spent();
  let going = true;
  const turn = (): void => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) {
      setImmediate(turn);
    }
  };
  await new Promise((resolve) => setImmediate(resolve));
  const before = spent();
  last = before;
  setImmediate(turn);
  await work();
  going = false;
  const after = spent();
  return { block: Math.max(longest, after - last), cpu: after - before };
}
