/** Counts how often the event loop gets round to something else. @returns stops, and says how often */
export function countTurns(): () => number {
  let turns = 0;
  let isCounting = true;
  const turn = () => {
    turns += 1;
    if (isCounting) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isCounting = false;
    return turns;
  };
}
