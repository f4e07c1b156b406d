import { channelSource } from '../feed/channelSource.ts';
import type { TopicSource } from '../feed/topicSource.ts';
import type { Jobs } from './jobs.ts';

/** The topic `jobs`. */
export const jobSource = (jobs: Jobs): TopicSource<'jobs'> =>
  channelSource({ topic: 'jobs', channel: jobs.channel, snapshot: () => ({ items: jobs.list() }), pick: () => (job) => job });
