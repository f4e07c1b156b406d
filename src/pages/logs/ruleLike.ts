/** What varies in a message: numbers, and words with a digit in them, such as ids and addresses. */
const varying = /\S*\d\S*/g;
const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A rule that counts lines like this one; the name is for a person to better. */
export function ruleLike(message: string): { name: string; pattern: string } {
  const first = message.split('\n', 1)[0] ?? '';
  const pattern = first.split(varying).map((part) => escape(part).replace(/\s+/g, '\\s+')).join('\\S+');
  const words = first.replace(varying, ' ').toLowerCase().match(/[a-z]+/g) ?? [];
  return { name: words.slice(0, 4).join('_').slice(0, 60) || 'lines', pattern };
}
