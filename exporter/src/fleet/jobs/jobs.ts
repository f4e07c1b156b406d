import { randomUUID } from 'node:crypto';
import type { Job } from '../../../../contract/job.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { createChannel, type Channel } from '../feed/channel.ts';

/** What the one who does the work says about it. */
export interface JobHandle {
  readonly id: string;
  /** One more is done; `worked` false counts it as failed. */
  step(worked: boolean, message?: string): void;
  finish(outcome: 'finished' | 'failed' | 'cancelled', message?: string): void;
}

/** Work that is worth watching, of now and of the last hour; in memory, as it does not outlive the process. */
export interface Jobs {
  readonly channel: Channel<Job>;
  start(kind: string, title: string, total: number | null, actor: Actor): JobHandle;
  list(): Job[];
}

const shownFor = 3600_000;
const maxJobs = 200;

export function createJobs(clock: Clock): Jobs {
  const jobs = new Map<string, Job>();
  const channel = createChannel<Job>(clock, { keep: maxJobs });

  const isShown = ({ finishedAt }: Job): boolean => finishedAt === null || clock.now() - Date.parse(finishedAt) <= shownFor;
  const trim = (): void => {
    for (const [id, job] of jobs) {
      if (!isShown(job) || (jobs.size > maxJobs && job.finishedAt !== null)) {
        jobs.delete(id);
      }
    }
  };
  const update = (job: Job): void => {
    jobs.set(job.id, job);
    channel.publish(job, job.id);
  };

  return {
    channel,
    start(kind, title, total, actor) {
      trim();
      const id = randomUUID();
      let job: Job = { id, kind, title, actor: actor.name, state: 'running', done: 0, failed: 0, total, message: null, startedAt: instant(clock.now()), finishedAt: null };
      update(job);
      return {
        id,
        step(worked, message) {
          job = { ...job, done: job.done + 1, failed: job.failed + (worked ? 0 : 1), message: message ?? job.message };
          update(job);
        },
        finish(state, message) {
          job = { ...job, state, message: message ?? job.message, finishedAt: instant(clock.now()) };
          update(job);
        },
      };
    },
    list() {
      trim();
      return [...jobs.values()].reverse();
    },
  };
}
