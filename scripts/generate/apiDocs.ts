import { api } from '../../contract/api.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { tags } from '../../contract/openapi/tags.ts';
import type { Generator } from '../generate.ts';
import { table, withSections } from './section.ts';

/** The endpoint table of docs/api.md, by subject. */
export const apiDocs: Generator = async () => {
  const rows = Object.values(api as Record<string, Endpoint>);
  const subjects = Object.entries(tags).flatMap(([tag, about]) => {
    const own = rows.filter((row) => row.tag === tag);
    const lines = own.map((row) => [`\`${row.method} ${row.path}\``, row.role, `${row.summary}${row.ifMatch ? ' (If-Match)' : ''}`]);
    return own.length === 0 ? [] : [`### ${tag[0]?.toUpperCase()}${tag.slice(1)}\n\n${about}.\n\n${table(['endpoint', 'role', 'what it does'], lines)}`];
  });
  return [await withSections('docs/api.md', { endpoints: subjects.join('\n\n') })];
};
