const units = 'kMGTPEZY';

/**
 * A number as drivers/md/bcache/util.c, bch_hprint, writes it: `20.4G`, with a power of 1024. What stands after the point is a
 * count of 1/1024 divided by 100 and not a decimal fraction; node_exporter undoes that so, and this does as it does.
 */
export function bcacheNumber(text: string): number {
  const [, sign = '', whole = '', part = '', unit = ''] =
    /^(-?)(\d+)(?:\.(\d+))?([a-zA-Z]?)(?:\/sec|%)?$/.exec(text.trim()) ?? [];
  if (whole === '') {
    throw new Error(`bcache: a number expected, got ${JSON.stringify(text)}`);
  }
  const value =
    unit === ''
      ? Number(part === '' ? whole : `${whole}.${part}`)
      : (Number(whole) + Number(part || 0) / 10.24) * 1024 ** (units.indexOf(unit) + 1);
  return (sign === '-' ? -1 : 1) * Math.floor(value);
}
