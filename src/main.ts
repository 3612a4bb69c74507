import { startApp } from './app.ts';
import { ConfigError, loadConfig } from './config.ts';

/** `npm start`: starts the bot and its worker, and stops them cleanly. */

try {
  const app = await startApp(loadConfig());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      app.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  // Only this one is written for whoever starts the program; it never holds a value.
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
