import { distance } from 'fastest-levenshtein';
import { code } from './mrkdwn.ts';
import { atOnce, type Steps, sortedSteps } from './steps.ts';

/** How far, in edits for each letter, a word may be from what was typed and still count as meant. */
const TOLERANCE = 0.5;

/**
 * The candidates that were probably meant, the nearest first, at most `most`. A candidate that begins with or holds
 * what was typed counts as near, since names are often given in part.
 */
export function nearest(typed: string, candidates: readonly string[], most = 3): string[] {
  return atOnce(nearestSteps(typed, candidates, most));
}

/** The same for as many candidates as there may be. */
export function* nearestSteps(typed: string, candidates: readonly string[], most = 3): Steps<string[]> {
  const wanted = comparedOf(typed);
  const near: { candidate: string; far: number }[] = [];
  for (const candidate of candidates) {
    const far = farness(wanted, comparedOf(candidate));
    if (far <= TOLERANCE) near.push({ candidate, far });
    yield;
  }
  const sorted = yield* sortedSteps(
    near,
    (one, other) => one.far - other.far || one.candidate.length - other.candidate.length,
  );
  // Only of those that are near: to tell thousands of long names apart takes longer than to compare them.
  return [...new Set(sorted.map(({ candidate }) => candidate))].slice(0, most);
}

/** Of thousands of names each is compared: those of several hundred characters by how they begin. */
const MOST_COMPARED = 80;

function comparedOf(name: string): string {
  return name.slice(0, MOST_COMPARED).toLowerCase();
}

/** @returns the question for a sentence, in mrkdwn; `undefined` where nothing was near */
export function didYouMean(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `Did you mean ${names.map((name) => code(name)).join(' or ')}?`;
}

/** 0 for equal words, up to 1 for words that have nothing in common. */
function farness(wanted: string, candidate: string): number {
  const longest = Math.max(wanted.length, candidate.length, 1);
  // At least so many letters are missing: what is far by that alone is not compared, however long somebody typed.
  const missing = Math.abs(wanted.length - candidate.length) / longest;
  const edits = missing > TOLERANCE ? 1 : editsBetween(wanted, candidate) / longest;
  const isPart = wanted.length >= 3 && candidate.includes(wanted);
  return isPart ? Math.min(edits, TOLERANCE / 2) : edits;
}

/** Two letters in each other's place are one slip of the fingers, and the distance counts two edits. */
function editsBetween(wanted: string, candidate: string): number {
  const edits = distance(wanted, candidate);
  if (edits !== 2 || wanted.length !== candidate.length) return edits;
  const at = wanted.split('').findIndex((letter, index) => letter !== candidate[index]);
  const swapped = `${wanted.slice(0, at)}${wanted[at + 1]}${wanted[at]}${wanted.slice(at + 2)}`;
  return swapped === candidate ? 1 : edits;
}
