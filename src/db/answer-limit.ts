import pg from 'pg';
import { inTime, whenOver } from '../patience.ts';

type Callback = (error: Error | undefined, result?: unknown) => void;

/**
 * Gives up an answer that does not come in time, as `query_timeout` of `pg` does, which takes one that has come but was not
 * read yet for none. A query with a `query_timeout` of its own keeps that.
 * @param within in milliseconds
 */
export function limitedClient(within: number): new () => pg.ClientBase {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config);
      const ask = this.query.bind(this) as (...given: unknown[]) => unknown;
      // It is declared in seven ways, and all of them lead here.
      Object.assign(this, {
        query: (...given: unknown[]) =>
          hasOwnLimit(given[0]) ? ask(...given) : answered(ask, given, within),
      });
    }
  };
}

function hasOwnLimit(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'query_timeout' in query;
}

function answered(ask: (...given: unknown[]) => unknown, given: unknown[], within: number): unknown {
  const last = given.at(-1);
  if (typeof last === 'function') return ask(...given.slice(0, -1), limited(last as Callback, within));
  const answer = ask(...given);
  if (!(answer instanceof Promise)) return answer;
  return inTime(answer, within).then((result) => {
    if (result === undefined) throw silence();
    return result;
  });
}

/** Tells what comes first, and nothing after it. */
function limited(tell: Callback, within: number): Callback {
  let isTold = false;
  const tellOnce: Callback = (...heard) => {
    callOff();
    if (isTold) return;
    isTold = true;
    tell(...heard);
  };
  const callOff = whenOver(within, () => tellOnce(silence()));
  return tellOnce;
}

/** In the words of `pg`, by which a database that is away is known. */
function silence(): Error {
  return new Error('Query read timeout');
}
