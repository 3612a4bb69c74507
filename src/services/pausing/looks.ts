/** When a timed pause is looked at. */

const MINUTE = 60_000;
/** So soon before the end another look tells nothing new. */
const LEAST = 5_000;

/**
 * The next look: whole minutes before the end, so that what its card counts down is right. Each minute, however long it
 * lasts: somebody who resumes the input elsewhere and pauses it again later is missed only where both happen between two
 * looks.
 * @param left how long it lasts still, in milliseconds
 */
export function nextLook(until: Date, left: number): Date {
  const minutes = Math.max(0, Math.floor((left - LEAST) / MINUTE));
  return new Date(until.getTime() - minutes * MINUTE);
}
