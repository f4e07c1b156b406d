import type { z } from 'zod';
import type { RunQuery } from '../../contract/run.ts';
import { useQuery } from './useQuery';

/** Runs, newest first. */
export const useRuns = (query: z.input<typeof RunQuery>, everyMs = 5_000) =>
  useQuery(`runs?${JSON.stringify(query)}`, (client, signal) => client.listRuns({ query, signal }), { everyMs });

export const useRun = (id: string, everyMs = Infinity) => useQuery(`runs/${id}`, (client, signal) => client.getRun({ params: { id }, signal }), { everyMs });
