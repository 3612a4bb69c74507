import { startApp } from './app.ts';
import { loadConfig } from './config.ts';

/** `npm start`: starts the bot and its worker, and stops them cleanly. */

const app = await startApp(loadConfig());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
