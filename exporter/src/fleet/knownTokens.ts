import type { Store } from '../store/open.ts';
import { createTokenRepository, type TokenRecord } from '../store/tokens.ts';

export interface KnownTokens {
  /** The token with this hash, as it is stored; undefined when there is none. */
  byHash(hash: string): Promise<TokenRecord | undefined>;
  /** Does something that changes tokens: by the time it is done, what was known of them is forgotten. */
  change<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Keeps tokens that were used until any token changes: every request asks for one, and reading it anew took a sixth of what an
 * answer costs. Only this process writes tokens. One that is not stored is never kept, so there are no more here than there.
 */
export function createKnownTokens(store: Store): KnownTokens {
  const kept = new Map<string, TokenRecord>();
  let changes = 0;
  const forget = (): void => {
    changes += 1;
    kept.clear();
  };

  return {
    async byHash(hash) {
      const known = kept.get(hash);
      if (known !== undefined) {
        return known;
      }
      const before = changes;
      const row = await createTokenRepository(store.db).byHash(hash);
      // One that was read while a token changed may be of before.
      if (row !== undefined && changes === before) {
        kept.set(hash, row);
      }
      return row;
    },
    async change(work) {
      try {
        return await work();
      } finally {
        forget();
      }
    },
  };
}
