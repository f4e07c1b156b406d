import { ConfigError, readConfig, type Config } from './config.ts';
import { startEmbeddedServer, type EmbeddedServer } from './demo/embeddedServer.ts';
import { firstPoll } from './demo/firstPoll.ts';
import { registerDemo } from './demo/register.ts';
import { report } from './demo/report.ts';
import { formatDuration } from './duration.ts';
import { createLog } from './log.ts';
import { startService, type Service } from './main.ts';

/** The process ends by itself before that. */
const longestStop = 4_500;

/** Where only this machine can look, looking needs no token; and a demo's terminal is for its own words. */
function demoConfig(): Config {
  const config = readConfig();
  const loopback = /^(127\.|::1$|localhost$)/.test(config.listen.host);
  return {
    ...config,
    metricsOpen: config.metricsOpen || loopback,
    logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
  };
}

async function run(): Promise<void> {
  const config = demoConfig();
  const ends: Array<() => Promise<unknown>> = [];
  let stopping: Promise<void> | undefined;
  const stop = (code: number): void => {
    // A second Ctrl-C (npm passes one on besides the terminal's) must not cut the first one short.
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), longestStop).unref();
      for (const end of ends.reverse()) {
        await end().catch((error: unknown) => console.error(error));
      }
      process.exit(code);
    })();
  };
  process.on('SIGINT', () => stop(0)).on('SIGTERM', () => stop(0));

  try {
    const embedded: EmbeddedServer = await startEmbeddedServer();
    ends.push(() => embedded.close());
    const service: Service = await startService(config, createLog(config.logLevel));
    ends.push(() => service.stop());
    const { core, url, adminTokenFile } = service;
    const server = await registerDemo(core, embedded);
    ends.push(() => server.remove());
    console.log(`Shellwatch listens at ${url} and looks at this machine …`);
    const polled = await firstPoll(core.pollBus, server.id);
    console.log(report({ polled, url, adminTokenFile, interval: formatDuration(config.pollInterval) }));
  } catch (error) {
    if (stopping === undefined) {
      const { code, message } = error as NodeJS.ErrnoException;
      const { host, port } = config.listen;
      console.error(
        code === 'EADDRINUSE' ? `${host}:${port} is in use; set SHELLWATCH_LISTEN to another address.` : message
      );
      stop(1);
    }
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
