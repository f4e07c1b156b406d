import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/open.ts';
import { createTelegramCodeRepository, type CodePurpose } from '../../store/telegramCodes.ts';

/** What a code that came back is worth. */
export type TakenCode = { state: 'good'; payload: unknown } | { state: 'unknown' | 'used' | 'expired' };

/** Crockford's base 32: no letter that is taken for another when it is typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 bits: not guessed in the minutes it lives. */
const typedLength = 12;
const day = 86_400_000;

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

/** A code that people can type. */
const typedCode = (): string => Array.from(randomBytes(typedLength), (byte) => alphabet[byte % alphabet.length]).join('');
/** 16 random bytes in 22 characters, for a button. */
const buttonCode = (): string => randomBytes(16).toString('base64url');

/** One-time codes and those of buttons. They survive a restart, and only their hashes are kept. */
export function createTelegramCodes({ store, clock }: { store: Store; clock: Clock }) {
  const codes = createTelegramCodeRepository(store.db);

  async function find(purpose: CodePurpose, code: string): Promise<TakenCode> {
    const found = await codes.find(purpose, hashOf(code));
    if (found === undefined) {
      return { state: 'unknown' };
    }
    if (found.usedAt !== null) {
      return { state: 'used' };
    }
    return found.expiresAt <= clock.now() ? { state: 'expired' } : { state: 'good', payload: found.payload };
  }

  return {
    async issue(purpose: CodePurpose, payload: unknown, livesMs: number): Promise<{ code: string; expiresAt: number }> {
      const now = clock.now();
      const code = purpose === 'link' ? typedCode() : buttonCode();
      await codes.removeBefore(now - day);
      await codes.add({ hash: hashOf(code), purpose, payload, expiresAt: now + livesMs, usedAt: null });
      return { code, expiresAt: now + livesMs };
    },
    /** Looks without using it up. */
    find,
    /** Uses it up: the second who comes hears `used`. */
    async take(purpose: CodePurpose, code: string): Promise<TakenCode> {
      const found = await find(purpose, code);
      return found.state === 'good' && !(await codes.use(hashOf(code), clock.now())) ? { state: 'used' } : found;
    },
  };
}

export type TelegramCodes = ReturnType<typeof createTelegramCodes>;
