/** One value a check compares with its limit; `item` is the mount, device, sensor, metric or rule, empty for the server as a whole. */
export interface Measured {
  item: string;
  value: number;
}

export const whole = (value: number | null | undefined): Measured[] => (value === null || value === undefined || !Number.isFinite(value) ? [] : [{ item: '', value }]);

export const items = <T>(list: readonly T[], item: (one: T) => string, value: (one: T) => number | null | undefined): Measured[] =>
  list.flatMap((one) => {
    const number = value(one);
    return number === null || number === undefined || !Number.isFinite(number) ? [] : [{ item: item(one), value: number }];
  });
