/**
 * Keeps this process from sleeping until the returned function is called. A process that sleeps is woken by what another one has
 * for it, often on that one's core (wake_affine in Linux's kernel/sched/fair.c; a virtual machine's kernel may pack processes
 * onto few cores besides). The feed and its clients then share a core for much of an event while the other is idle, and the feed
 * is interrupted a hundred times: the figure is the sum of both. Clients in the field are on machines of their own.
 */
export function stayAwake(): () => void {
  let awake = true;
  const turn = (): void => {
    if (awake) {
      setImmediate(turn);
    }
  };
  turn();
  return () => {
    awake = false;
  };
}
