import type { Clock } from '../../clock.ts';
import { channelSource } from '../feed/channelSource.ts';
import type { TopicSource } from '../feed/topicSource.ts';
import type { SpecsBook } from './specs.ts';

const day = 86_400_000;

/** The topic `specs`: the changes of the last day, then each new one. */
export const specsSource = (book: SpecsBook, clock: Clock): TopicSource<'specs'> =>
  channelSource({
    topic: 'specs',
    channel: book.changed,
    snapshot: async ({ server }) => ({ items: (await book.recent(clock.now() - day, 100)).filter(({ id }) => server === undefined || id === server) }),
    pick:
      ({ server }) =>
      (change) =>
        server === undefined || change.id === server ? change : undefined,
  });
