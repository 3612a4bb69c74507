import { atATime } from '../../services/at-a-time.ts';
import { noTurn } from './failures.ts';

/**
 * @param most works at a time; the others wait in the order in which they came
 * @param longestWait milliseconds
 * @returns runs works. One whose turn does not come in time is never begun: KnownError `source_failed` under `url`
 */
export function inTurns(most: number, longestWait: number) {
  const inTurn = atATime(most);
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
