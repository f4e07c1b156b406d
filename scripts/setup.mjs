// Installs what the lock names, once: runs on any Node >= 20 and is a no-op when node_modules already matches the lock.
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const stamp = path.join(root, 'node_modules', '.shellwatch-setup');
const inputs = ['package.json', 'exporter/package.json', 'package-lock.json'];
const wanted = inputs
  .reduce((hash, file) => hash.update(readFileSync(path.join(root, file))), createHash('sha256'))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('Installing packages (about a minute, once) …');
  // With NODE_ENV=production as well: what the exporter is bundled from are devDependencies.
  // npm ci refuses the tree where a registry lacks optional platform packages; --no-save honours the lock and keeps it.
  execSync('npm install --no-save --include=dev --no-audit --no-fund --loglevel=error', {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  writeFileSync(stamp, wanted);
}
