import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { api } from '../../contract/api.ts';
import { openapi, type Examples } from '../../contract/openapi.ts';
import type { Generator } from '../generate.ts';

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.resolve(import.meta.dirname, '../..', file), 'utf8'));

/** docs/openapi.json: what /api/v1/openapi.json serves. */
export const openapiFile: Generator = async () => {
  const { version } = (await json('package.json')) as { version: string };
  const examples = (await json('contract/openapi/examples.json')) as Examples;
  return [{ path: 'docs/openapi.json', text: `${JSON.stringify(openapi(api, version, examples), null, 1)}\n` }];
};
