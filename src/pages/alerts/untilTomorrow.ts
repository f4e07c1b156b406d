/** Minutes until eight o'clock of the next day, by the clock of the browser. */
export function untilTomorrow(now: Date): number {
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8);
  return Math.ceil((morning.getTime() - now.getTime()) / 60_000);
}
