import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const require = createRequire(import.meta.url);
const addon = path.join(
  path.dirname(require.resolve('ssh2/package.json')),
  'lib/protocol/crypto/build/Release/sshcrypto.node'
);

describe("ssh2's native crypto", () => {
  it('is there, and is not the build that aborts the process on garbage collection', () => {
    if (!existsSync(addon)) {
      console.log('skipped: no compiler was there when packages were installed, so ssh2 uses JavaScript ciphers');
      return;
    }
    expect(Object.keys(require(addon) as object)).toContain('AESGCMCipher');
    expect(readFileSync(addon).includes('RemoveEnvironmentCleanupHook')).toBe(false);
  });
});
