import pLimit from 'p-limit';
import type { KnownError } from '../errors.ts';

/**
 * @param most works at a time; the others wait in the order in which they came
 * @param longestWait milliseconds
 * @param noTurn what is thrown for one whose turn does not come in time: it is never begun
 * @returns runs works
 */
export function inTurns(most: number, longestWait: number, noTurn: () => KnownError) {
  const inTurn = pLimit(most);
  return <Result>(work: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      let isGivenUp = false;
      const timer = setTimeout(() => {
        isGivenUp = true;
        reject(noTurn());
      }, longestWait);
      inTurn(async () => {
        clearTimeout(timer);
        if (!isGivenUp) await work().then(resolve, reject);
      });
    });
}
