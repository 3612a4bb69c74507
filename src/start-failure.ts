import type { Config } from './config.ts';
import { isError } from './log.ts';

/** A start that failed in a way that whoever starts the process can mend: a sentence for the terminal. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** @returns a `StartFailure` where the port cannot be opened; otherwise the error as it is */
export function startFailure(error: unknown, config: Pick<Config, 'port' | 'host'>): unknown {
  const sentence = portSentence(error, config);
  return sentence === undefined ? error : new StartFailure(sentence, { cause: error });
}

function portSentence(error: unknown, { port, host }: Pick<Config, 'port' | 'host'>): string | undefined {
  const code = isError(error) && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Set PORT to a free one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Set PORT to one from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Set HOST to one, or leave it empty for all of them; PORT is ${port}.`;
    default:
      return undefined;
  }
}
