import type { Config } from './config.ts';
import { isError } from './log.ts';

/**
 * What whoever starts the process can mend when its port cannot be opened.
 * @returns the sentence for the terminal; `undefined` where the error is another
 */
export function portFailure(
  error: unknown,
  { port, host }: Pick<Config, 'port' | 'host'>,
): string | undefined {
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
