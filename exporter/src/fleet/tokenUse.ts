import type { Clock } from '../clock.ts';
import type { Store } from '../store/open.ts';
import { createTokenRepository, type TokenRecord } from '../store/tokens.ts';
import type { KnownTokens } from './knownTokens.ts';

/** When a token was used last is worth a write a minute, not one a request. */
const writeAfter = 60_000;

export interface TokenUse {
  note(token: TokenRecord, from: string): void;
  /** When it was used last, as far as that is not written yet. */
  last(id: string): number | undefined;
  close(): Promise<void>;
}

/** Remembers when and from where tokens were used, and writes that now and then in one transaction. */
export function createTokenUse({ store, clock, known }: { store: Store; clock: Clock; known: KnownTokens }): TokenUse {
  const waiting = new Map<string, { at: number; from: string }>();
  let cancel: (() => void) | undefined;

  const write = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const uses = [...waiting];
    waiting.clear();
    if (uses.length > 0) {
      await known.change(() =>
        store.db.transaction().execute(async (tx) => {
          for (const [id, { at, from }] of uses) {
            await createTokenRepository(tx).used(id, at, from);
          }
        })
      );
    }
  };

  return {
    note(token, from) {
      const at = clock.now();
      if (token.lastUsedFrom === from && at - (token.lastUsedAt ?? 0) < writeAfter) {
        return;
      }
      waiting.set(token.id, { at, from });
      // A database that fails now tells those who need it; this note is lost without harm.
      cancel ??= clock.after(writeAfter, () => void write().catch(() => undefined));
    },
    last: (id) => waiting.get(id)?.at,
    close: write,
  };
}
