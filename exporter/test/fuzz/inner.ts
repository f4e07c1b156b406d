import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databases } from '../databases.ts';
import { startTestService } from '../service.ts';
import { haveSshd, startSshd } from '../sshd.ts';
import { canMakeUsers, createSystemUser } from '../systemUser.ts';
import { seed, webhookSecret } from './seed.ts';
import { settingsFile } from './settings.ts';

/** What is read of schemathesis's report. */
interface Report {
  operations: { total: number; tested: number; errored: number };
  test_cases: { generated: number; unique_failures: number };
  complete: boolean;
}

const longest = 900_000;
const [program = '', ...given] = process.argv.slice(2);
const onPostgres = given.includes('--postgres');
const more = given.filter((argument) => argument !== '--postgres');
const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-fuzz-'));
// Scripts that a fuzzer makes up are run by nobody who could do harm.
const user = haveSshd && canMakeUsers ? createSystemUser('/bin/sh') : undefined;
const sshd = haveSshd ? await startSshd({ logLevel: 'ERROR', ...(user === undefined ? {} : { user: user.name }) }) : undefined;
const fresh = onPostgres ? await databases.find(({ name }) => name === 'PostgreSQL')?.create() : undefined;
if (onPostgres && fresh === undefined) {
  throw new Error('PostgreSQL is not here');
}
await fresh?.store.close();
const service = await startTestService({ ...(fresh === undefined ? {} : { SHELLWATCH_DATABASE_URL: fresh.options.url }), SHELLWATCH_LOG_LEVEL: 'info', SHELLWATCH_WEBHOOK_SECRET: webhookSecret });
let found = true;
try {
  const ids = await seed(service, sshd);
  const settings = path.join(folder, 'schemathesis.toml');
  const reportFile = path.join(folder, 'report.json');
  writeFileSync(settings, settingsFile(service.adminToken));
  const size = ['--seed', '1', '--max-examples', '6', '--no-shrink', '--workers', '1', '--generation-database', 'none'];
  const args = ['--config-file', settings, 'run', `${service.url}/api/v1/openapi.json`, ...size, '--report', 'json', '--report-json-path', reportFile, ...more];
  const env = { PATH: process.env['PATH'], HOME: folder, PYTHONPATH: import.meta.dirname, PYTHONDONTWRITEBYTECODE: '1', SCHEMATHESIS_HOOKS: 'hooks', FUZZ_IDS: JSON.stringify(ids) };
  const child = spawn(program, args, { stdio: 'inherit', cwd: folder, env, timeout: longest });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));

  const failed = service.log.filter((line) => line.includes('"msg":"request failed"'));
  failed.forEach((line) => console.error(line.trim()));
  const text = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : '';
  const report = text === '' ? undefined : (JSON.parse(text) as Report);
  const findings = (report?.test_cases.unique_failures ?? 0) + (report?.operations.errored ?? 0) + failed.length;
  // An end without a report, or before all were asked, shows nothing.
  found = code !== 0 || findings > 0 || report?.complete !== true || report.operations.tested !== report.operations.total;
  const { tested = 0, total = 0 } = report?.operations ?? {};
  console.log(`fuzz: ${tested} of ${total} operations, ${report?.test_cases.generated ?? 0} cases, ${findings} findings${found && findings === 0 ? '; not finished' : ''}`);
} finally {
  await service.stop();
  await fresh?.remove().catch(console.error);
  await sshd?.stop();
  user?.remove();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(found ? 1 : 0);
