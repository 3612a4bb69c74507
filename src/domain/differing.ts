import { edge } from './mrkdwn.ts';

/**
 * Two texts of which one takes the place of the other: what of them differs, with a little of what is the same around
 * it, so that a difference in the midst of long texts is seen. Texts that are not long stay whole.
 * @param around how many UTF-16 units of the same stay on either side
 * @returns both, with `…` for what is left out at their beginnings and ends
 */
export function whatDiffers(was: string, is: string, around: number): [string, string] {
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was.charCodeAt(head) === is.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < most - head && was.charCodeAt(was.length - 1 - tail) === is.charCodeAt(is.length - 1 - tail))
    tail += 1;
  const [before, behind] = [head - around, tail - around];
  return [within(was, before, behind), within(is, before, behind)];
}

/** One unit that is left out saves nothing. */
function within(text: string, before: number, behind: number): string {
  const from = before > 1 ? edge(text, before) : 0;
  const to = behind > 1 ? edge(text, text.length - behind) : text.length;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
