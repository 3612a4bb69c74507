import { isMark, MASK, MASK_CHANGED, markOf, marksIn, withoutMarks } from './mask.ts';
import { type Drawing, drawSteps } from './secret-places.ts';
import { hideInText } from './secrets-in-text.ts';
import { type Steps, sortedSteps } from './steps.ts';

/**
 * Values that can be compared with their secrets, and shown without them: each side of a change is veiled by itself,
 * and that a secret differs is told by its mark.
 */
export type Veiled = string | number | boolean | null | Concealed | VeiledList | Members;
export type VeiledList = readonly Veiled[];

/** A secret, or a text with secrets in it. However it is written out, they are masked. */
export class Concealed {
  readonly #marked: string;

  constructor(marked: string) {
    this.#marked = marked;
  }

  /** Equal for what is equal, and different for what is not: to be compared, and to be shown to nobody. */
  get mark(): string {
    return this.#marked;
  }

  toJSON(): string {
    return withoutMarks(this.#marked, () => MASK);
  }

  /** As it stands on the second side of a change, where it takes the place of `before`. */
  after(before: Veiled | undefined): string {
    if (before === undefined) return this.toJSON();
    const marks = before instanceof Concealed ? marksIn(before.mark) : [];
    return withoutMarks(this.#marked, (mark, index) => (marks[index] === mark ? MASK : MASK_CHANGED));
  }
}

/** An object, with its keys in alphabetical order. */
export class Members {
  readonly entries: readonly Member[];

  constructor(entries: readonly Member[]) {
    this.entries = entries;
  }
}

export interface Member {
  /** The key by which two members are the same one: with marks in place of the secrets in it, so not to be shown. */
  readonly id: string;
  /** The key to be shown. */
  readonly key: string;
  readonly value: Veiled;
}

/** @param value opened up as it is veiled: strings that hold JSON become what they hold */
export function veilSteps(value: unknown): Steps<Veiled> {
  return drawSteps(value, VEILING);
}

const VEILING: Drawing<Veiled> = {
  // A change that brings a secret keeps this in its place, and that is what is to be seen.
  secret: (_, value) => (value === MASK_CHANGED ? MASK_CHANGED : new Concealed(markOf(value))),
  *text(_, text) {
    const marked = yield* markText(text);
    return marked === text ? text : new Concealed(marked);
  },
  plain: (value) => value as number | boolean | null,
  list: (items) => items,
  *object(members) {
    const entries: Member[] = [];
    for (const [key, value] of members) {
      const id = yield* markText(key);
      entries.push({ id, key: id === key ? key : withoutMarks(id, () => MASK), value });
      yield;
    }
    return new Members(yield* sortedSteps(entries, (one, other) => byText(one.id, other.id)));
  },
};

function markText(text: string): Steps<string> {
  return hideInText(text, (_, secret) => (isMark(secret) ? secret : markOf(secret)));
}

export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function isList(value: Veiled | undefined): value is VeiledList {
  return Array.isArray(value);
}

/** Has it parts of its own? An empty object or list has none. */
export function hasParts(value: Veiled | undefined): boolean {
  return value instanceof Members ? value.entries.length > 0 : isList(value) && value.length > 0;
}

/** A text that is equal for equal values, and to be shown to nobody. */
export function identityOf(value: Veiled): string {
  if (value instanceof Concealed) return `c${JSON.stringify(value.mark)}`;
  if (value instanceof Members) {
    return `{${value.entries.map(({ id, value: inner }) => `${JSON.stringify(id)}:${identityOf(inner)}`).join()}}`;
  }
  return isList(value) ? `[${value.map(identityOf).join()}]` : JSON.stringify(value);
}
