import type { ThresholdInput } from '../../contract/threshold.ts';
import { everyPage } from './everyPage';
import { useQuery } from './useQuery';

/** Every limit that people set. */
export const useThresholds = () => useQuery('thresholds/set', (client, signal) => everyPage((cursor) => client.listThresholds({ query: { cursor, limit: 1000 }, signal })), { everyMs: 60_000 });

/** What would be in force, and fire, with limits that are not saved; nothing is asked while they are not whole. */
export const usePreview = (input: ThresholdInput | undefined) =>
  useQuery(input === undefined ? undefined : `thresholds/preview/${JSON.stringify(input)}`, async (client, signal) => (await client.previewThreshold({ body: input as ThresholdInput, signal })).items);
