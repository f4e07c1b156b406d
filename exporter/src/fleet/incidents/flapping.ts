const hour = 3_600_000;
/** So many firings within an hour are one nervous condition and not so many incidents. */
const nervous = 4;

export const recentFires = (times: readonly number[], now: number): number[] => times.filter((at) => now - at < hour).slice(-50);
export const isFlapping = (times: readonly number[], now: number): boolean => recentFires(times, now).length >= nervous;
