import type { Roster } from '../../poll/roster.ts';

/** `key=value` or `key`, all of which must match, and one server: what narrows topics about servers. */
export function serverFilter(filter: { server?: string | undefined; tag?: string | readonly string[] | undefined }, roster: Pick<Roster, 'get'>): (serverId: string) => boolean {
  const wanted = (filter.tag === undefined ? [] : [filter.tag].flat()).map((text) => {
    const at = text.indexOf('=');
    return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  return (serverId) => {
    if (filter.server !== undefined && filter.server !== serverId) {
      return false;
    }
    const tags = wanted.length === 0 ? {} : (roster.get(serverId)?.tags ?? {});
    return wanted.every(({ name, value }) => (value === undefined ? Object.hasOwn(tags, name) : tags[name] === value));
  };
}
