import { type RunningApp, StartFailure, startApp } from './app.ts';
import { loadConfig } from './config.ts';
import { createLogger, describeError } from './log.ts';

/** `npm start`: starts the bot and its worker, and stops them cleanly. */

const config = loadConfig();
const logger = createLogger(config.logLevel);

function endWithout(error: unknown): never {
  if (error instanceof StartFailure) process.stderr.write(`${error.message}\n`);
  else logger.fatal({ error: describeError(error) }, 'Could not start');
  process.exit(1);
}

let started: RunningApp | undefined;
// From the start: without a listener, the signal would end the process.
process.on('SIGHUP', () => started?.reloadPolicy());
const app = await startApp(config, logger).catch(endWithout);
started = app;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
