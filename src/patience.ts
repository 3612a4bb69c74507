/** So late, a timer says that this process stood still: its machine did, or it collected garbage. */
const LATE_MS = 100;
/** For reading what has come in meanwhile, and for a database on the same machine to go on. */
const MORE_MS = 300;

/** Was a timer of so much time that is over now held up, with this whole process? */
export function stoodStill(began: number, milliseconds: number): boolean {
  return performance.now() - began > milliseconds + LATE_MS;
}

/**
 * Calls once so much time is over. Where this process stood still by then, it waits a little more: an answer may be there
 * that nobody has read yet, and is no silence.
 * @returns calls it off
 */
export function whenOver(milliseconds: number, call: () => void): () => void {
  const began = performance.now();
  let timer = setTimeout(() => {
    if (!stoodStill(began, milliseconds)) return call();
    timer = setTimeout(call, MORE_MS).unref();
  }, milliseconds).unref();
  return () => clearTimeout(timer);
}

/** @returns nothing where the work takes longer; it goes on all the same, and how it ends is heard by nobody */
export function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const callOff = whenOver(milliseconds, () => resolve(undefined));
    work.then(resolve, reject).finally(callOff);
  });
}
