import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { api } from '../../contract/api.ts';
import { openapi } from '../../contract/openapi.ts';
import type { Generator } from '../generate.ts';

/** docs/openapi.json: what /api/v1/openapi.json serves. */
export const openapiFile: Generator = async () => {
  const { version } = JSON.parse(await readFile(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
  return [{ path: 'docs/openapi.json', text: `${JSON.stringify(openapi(api, version), null, 1)}\n` }];
};
