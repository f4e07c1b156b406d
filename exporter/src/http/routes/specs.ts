import type { specsEndpoints } from '../../../../contract/specs.ts';
import type { SpecsBook } from '../../fleet/specs/specs.ts';
import type { Handlers } from '../route.ts';

export const specsRoutes = (book: SpecsBook): Handlers<typeof specsEndpoints> => ({
  getSpecs: ({ params }) => book.get(params.id),
  refreshSpecs: ({ params }) => book.refresh(params.id),
  listSpecsHistory: ({ params, query }) => book.history(params.id, query),
  listSpecs: ({ query }) => book.list(query),
  exportSpecs: ({ query }) => book.csv(query),
});
