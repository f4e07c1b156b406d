import { remembered } from '../metrics/remembered.ts';
import type { ReadResult } from '../ssh/session.ts';
import { noExpansion, type Expansion } from './globRun.ts';
import type { Places } from './places.ts';
import type { TierPlan } from './plans.ts';

const none: readonly string[] = [];
const nothing: Pick<ReadResult, 'files' | 'links'> = { files: new Map(), links: new Map() };
/** Most files of sysfs hold a number or a word, the same on many servers: those are kept once. What changes with every poll is longer. */
const shortText = 16;
const sharedText = remembered((text) => text, 5_000);

/** Texts by path, as a list: the paths are the same on many servers, and a map for each of them would be larger than the texts. */
class Texts {
  #places: ReadonlyMap<string, number>;
  #texts: Array<string | undefined>;

  constructor(places: ReadonlyMap<string, number>) {
    this.#places = places;
    this.#texts = new Array<string | undefined>(places.size).fill(undefined);
  }

  get(path: string): string | undefined {
    const place = this.#places.get(path);
    return place === undefined ? undefined : this.#texts[place];
  }

  /** Takes over what was asked for; a path that was not found is gone. Returns whether a path came or went. */
  update(asked: readonly string[], read: ReadonlyMap<string, string>): boolean {
    let moved = false;
    for (const path of asked) {
      const place = this.#places.get(path);
      if (place !== undefined) {
        const text = read.get(path);
        const before = this.#texts[place];
        // The old text stays when the new one is equal: garbage that was old costs more than garbage that is young.
        if (text !== before) {
          moved ||= text === undefined || before === undefined;
          this.#texts[place] = text === undefined || text.length > shortText ? text : sharedText(text);
        }
      }
    }
    return moved;
  }

  /** Keeps what has a place among the new ones, and forgets the rest. */
  move(places: ReadonlyMap<string, number>): void {
    if (places === this.#places) {
      return;
    }
    const texts = new Array<string | undefined>(places.size).fill(undefined);
    for (const [path, place] of places) {
      texts[place] = this.get(path);
    }
    this.#places = places;
    this.#texts = texts;
  }
}

type Matches = Expansion['matches'];

/** What is left of matches without the paths that can not be read, by those paths. Servers alike lack the same few. */
const presents = new WeakMap<Matches, Map<string, Matches>>();
const mostPresents = 50;

function presentOf(matches: Matches, isPresent: (path: string) => boolean): Matches {
  const absent = [...matches.values()].flatMap((paths) => paths.filter((path) => !isPresent(path)));
  if (absent.length === 0) {
    return matches;
  }
  const known = presents.get(matches) ?? new Map<string, Matches>();
  presents.set(matches, known);
  const key = absent.join('\n');
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  if (known.size >= mostPresents) {
    known.clear();
  }
  const present: Matches = new Map([...matches].map(([pattern, paths]) => [pattern, paths.filter(isPresent)]));
  known.set(key, present);
  return present;
}

/** The newest content of each path that is there. */
export class Values {
  readonly #files: Texts;
  readonly #links: Texts;
  /** The last reply, until the poll is over. Most of it is only looked at there, and never kept. */
  #fresh = nothing;
  #matches = noExpansion.matches;
  /** Pattern → paths that are there, until a path comes or goes: collectors ask the same few patterns at every poll. */
  #found: Matches | undefined;

  constructor({ files, links }: Places) {
    this.#files = new Texts(files);
    this.#links = new Texts(links);
  }

  file(path: string): string | undefined {
    return this.#fresh.files.get(path) ?? this.#files.get(path);
  }

  link(path: string): string | undefined {
    return this.#fresh.links.get(path) ?? this.#links.get(path);
  }

  glob(pattern: string): readonly string[] {
    this.#found ??= presentOf(this.#matches, (path) => this.#isPresent(path));
    return this.#found.get(pattern) ?? none;
  }

  #isPresent(path: string): boolean {
    return this.#files.get(path) !== undefined || this.#links.get(path) !== undefined;
  }

  /** Takes over a reply: a path that was asked for and not found is gone. */
  take({ lasting }: Pick<TierPlan, 'lasting'>, result: ReadResult): void {
    const files = this.#files.update(lasting.files, result.files);
    const links = this.#links.update(lasting.links, result.links);
    if (files || links) {
      this.#found = undefined;
    }
    this.#fresh = result;
  }

  /** The poll is over: what is not lasting is forgotten, as it will be read again. */
  settle(): void {
    this.#fresh = nothing;
  }

  /** Globs were expanded anew: only what has a place now is kept from here on. */
  expanded({ matches }: Expansion, { files, links }: Places): void {
    this.#matches = matches;
    this.#files.move(files);
    this.#links.move(links);
    this.#found = undefined;
  }
}
