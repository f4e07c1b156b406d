// Builds ssh2's native crypto against the Node that runs the exporter (24, from node_modules).
// Without it ssh2 silently falls back to JavaScript ciphers at 2.4-3.6 times the CPU.
// A machine without a compiler still works: this says so and exits 0.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const nodePackage = path.join(root, 'node_modules', `node-linux-${process.arch}`);
// In an image the Node that runs this is the one that runs the exporter; its headers are beside it.
const prefix = existsSync(nodePackage) || Number(process.versions.node.split('.')[0]) < 24 ? nodePackage : path.dirname(path.dirname(process.execPath));
const node = path.join(prefix, 'bin', 'node');
const cryptoDir = path.join(root, 'node_modules', 'ssh2', 'lib', 'protocol', 'crypto');
const addon = path.join(cryptoDir, 'build', 'Release', 'sshcrypto.node');

/** Our own node-gyp, or npm's where development packages were left out. */
const nodeGyp = () => {
  try {
    return require.resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return process.env.npm_config_node_gyp;
  }
};

const run = (args, env = {}) =>
  execFileSync(node, args, { cwd: cryptoDir, env: { ...process.env, ...env }, stdio: 'pipe', encoding: 'utf8' });
const loads = () => {
  try {
    run(['-e', `require(${JSON.stringify(addon)})`]);
    return true;
  } catch {
    return false;
  }
};

// One built without objectWrap.h aborts the process sooner or later; the header says why.
const sound = () => !readFileSync(addon).includes('RemoveEnvironmentCleanupHook');

if (!existsSync(node) || !existsSync(cryptoDir)) {
  console.log('ssh2 native crypto: no Node 24 package for this platform, skipped');
} else if (!(existsSync(addon) && loads() && sound())) {
  try {
    const openssl = run(['-p', 'process.versions.openssl']).split('.')[0];
    run([nodeGyp(), 'rebuild', `--real_openssl_major=${openssl}`], {
      npm_config_nodedir: prefix,
      // By name on a search path, as flags can not hold a path with spaces.
      CXXFLAGS: '-include objectWrap.h',
      CPLUS_INCLUDE_PATH: import.meta.dirname,
    });
  } catch (error) {
    const last = String(error.stderr || error.message).trim().split('\n').slice(-1)[0];
    console.log(`ssh2 native crypto: not built (${last}); ssh2 works on, with slower JavaScript ciphers`);
  }
  if (existsSync(addon)) {
    console.log(loads() ? 'ssh2 native crypto: built and loads' : 'ssh2 native crypto: built but does not load');
  }
}
