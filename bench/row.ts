/** One line of the table in docs/performance.md. */
export interface Row {
  /** What `npm run bench -- ID` calls it. */
  id: string;
  what: string;
  bar: string;
  /** Minutes it takes, roughly. */
  minutes: number;
  /** Rows of one group share what they start; every group runs in a process of its own. */
  group?: string;
  run(): Promise<Result>;
}

export interface Result {
  /** The figure that the bar is about, in words. */
  measured: string;
  holds: boolean;
  /** How it came about: lines below the table. */
  details: string[];
}
