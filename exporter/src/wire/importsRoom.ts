import { createImports } from '../fleet/imports/imports.ts';
import { importHandlers } from '../http/routes/imports.ts';
import type { WireRoom } from './room.ts';

/** Servers by the dozen: import, export, one change on many. */
export const importsRoom: WireRoom = ({ servers, jobs }) => ({ handlers: importHandlers(createImports({ servers, jobs })) });
