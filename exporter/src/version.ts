import { readFileSync } from 'node:fs';
import { ownFile } from './ownFiles.ts';

/** The version of the exporter, from its package. */
export const version = (JSON.parse(readFileSync(ownFile('package'), 'utf8')) as { version: string }).version;
