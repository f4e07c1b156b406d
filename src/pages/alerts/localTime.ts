const two = (value: number) => String(value).padStart(2, '0');

/** An instant as an input of type datetime-local holds it, in the browser's time zone. */
export function toLocal(instant: string): string {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Back again; undefined while it is not whole. */
export function fromLocal(text: string): string | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
