import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const require = createRequire(import.meta.url);
const addon = path.join(path.dirname(require.resolve('ssh2/package.json')), 'lib/protocol/crypto/build/Release/sshcrypto.node');

/** Makes ciphers and drops them, some after they grew old, with garbage enough to be collected between two turns. */
const stress = `
const { AESGCMDecipher } = require(${JSON.stringify(addon)});
const kept = [];
let round = 0;
const timer = setInterval(() => {
  for (let i = 0; i < 400; i += 1) {
    const cipher = new AESGCMDecipher('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12));
    if (i % 4 === 0) kept.push(cipher);
  }
  if (kept.length > 4000) kept.splice(0, 3000);
  globalThis.junk = Array.from({ length: 3000 }, () => new Array(20));
  if ((round += 1) === 200) { clearInterval(timer); console.log('survived'); }
}, 2);`;

describe("ssh2's native crypto", () => {
  it('survives garbage collection, which a build with the hook of newer Node headers does not', () => {
    if (!existsSync(addon)) {
      console.log('skipped: no compiler was there when packages were installed, so ssh2 uses JavaScript ciphers');
      return;
    }
    const { stdout, stderr } = spawnSync(process.execPath, ['--max-semi-space-size=1', '-e', stress], { encoding: 'utf8', timeout: 25_000 });
    expect(stderr).toBe('');
    expect(stdout).toBe('survived\n');
  });
});
