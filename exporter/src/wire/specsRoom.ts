import { Failure } from '../errors.ts';
import { createChangedFamily } from '../fleet/specs/changedFamily.ts';
import { readSpecs } from '../fleet/specs/readSpecs.ts';
import { createSpecsBook } from '../fleet/specs/specs.ts';
import { createSpecsReader } from '../fleet/specs/specsReader.ts';
import { specsSource } from '../fleet/specs/specsSource.ts';
import { specsRoutes } from '../http/routes/specs.ts';
import { SshFailure } from '../ssh/session.ts';
import type { WireRoom } from './room.ts';

/** Hardware and system of the servers. */
export const specsRoom: WireRoom = async ({ store, clock, log, directory, polling, pollBus, fleetBus, additions, topics, peers }) => {
  const stopping = new AbortController();
  const read = async (id: string) => {
    const session = await polling.sessions.get(id, stopping.signal).catch((error: unknown) => {
      throw error instanceof SshFailure ? new Failure('server_unreachable', { message: `The server can not be reached now: ${error.message}.`, cause: error }) : error;
    });
    return readSpecs(session, stopping.signal);
  };
  const book = createSpecsBook({ store, clock, find: (id) => directory.one(id), read });
  const changed = await createChangedFamily(book);
  const reader = createSpecsReader({ book, bus: pollBus, clock, log });
  peers.specsChangedAt = changed.at;
  additions.push(changed.of);
  topics.push(specsSource(book, clock));
  fleetBus.on('serverDeleted', ({ id }) => {
    reader.forget(id);
    changed.remove(id);
  });
  return {
    handlers: specsRoutes(book),
    stop() {
      reader.stop();
      stopping.abort();
    },
  };
};
