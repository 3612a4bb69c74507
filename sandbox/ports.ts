import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

const FIRST_PORT = 4400;
const HOW_MANY = 50;

export interface ChosenPort {
  port: number;
  /** What the person should know, when the port is not the usual one. */
  note?: string;
}

/**
 * The page's port. Links to messages hold it, so a folder keeps the one that it began with, and takes another only for
 * the time that somebody else has it.
 *
 * @throws when the port that was asked for is taken
 */
export async function choosePort(folder: string, asked: number | undefined): Promise<ChosenPort> {
  if (asked !== undefined) {
    if (await isFree(asked)) return { port: asked };
    throw new Error(`Port ${asked} is taken by another program. Choose another with --port.`);
  }
  const file = join(folder, 'port');
  const kept = Number(await readFile(file, 'utf8').catch(() => '')) || undefined;
  const port = await firstFree(kept ?? FIRST_PORT);
  if (kept === undefined) await writeFile(file, `${port}\n`);
  if (kept === undefined || port === kept) return { port };
  return {
    port,
    note: `Port ${kept} is taken, so it is ${port} this time: links from earlier runs do not work now.`,
  };
}

async function firstFree(from: number): Promise<number> {
  for (let port = from; port < from + HOW_MANY; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`The ports from ${from} to ${from + HOW_MANY - 1} are all taken. Choose one with --port.`);
}

async function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

/** A loopback port that nobody listens on now. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

async function listenOnce(port: number): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) =>
    probe.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
