import { isCardNumberWritten, withoutCardNumbersSteps } from './card-numbers.ts';
import { exactJsonSteps, exactTextSteps, heldJsonSteps, plainKey } from './exact-json.ts';
import { exactNumber } from './exact-numbers.ts';
import { isObject, parseJson } from './json.ts';
import { NotJson } from './json-tokens.ts';
import { MASK } from './mask.ts';
import { type PlaceTest, placeTest, stepsOf } from './sample-places.ts';
import { isListOfPairs, NAMED_VALUE, namesOf } from './secret-places.ts';
import { distinguishing, redactSteps } from './secrets.ts';
import type { Steps } from './steps.ts';
import { USUAL_PLACES } from './usual-places.ts';

export { USUAL_PLACES } from './usual-places.ts';

/**
 * What of a sample is masked before it is shown or shared: secrets, as everywhere, and what a list of keys and paths
 * names (`SAMPLE_REDACT`), since samples carry what people have entered somewhere.
 */

/** What is to be masked beside secrets. */
export interface Redaction {
  /** As they were written: a key (`email`) at any depth, or a path (`customer.address.street`, `*` for one step). */
  readonly places: readonly string[];
  /** Also what has the form of a card number, under whatever key. */
  readonly cardNumbers?: boolean;
}

/**
 * @param written the keys and paths of `SAMPLE_REDACT`: `default` among them stands for the usual ones and for card
 *   numbers by their form, `none` for nothing. All the usual ones when absent
 */
export function redactionOf(written: readonly string[] | undefined): Redaction {
  const named = (written ?? ['default']).map((place) => place.trim()).filter((place) => place !== '');
  const isUsual = named.some((place) => place.toLowerCase() === 'default');
  const own = named.filter((place) => !['default', 'none'].includes(place.toLowerCase()));
  return { places: isUsual ? [...USUAL_PLACES, ...own] : own, cardNumbers: isUsual };
}

export interface Redacted {
  /** JSON text of several lines, its numbers and the order of its keys as they came. */
  readonly text: string;
  /** Which keys were masked, each once, in alphabetical order; `a value` for what stands under none. */
  readonly masked: readonly string[];
}

/**
 * Masks the secrets of a sample and what stands at the places of the list, also in strings that hold JSON: those stay
 * strings, and where nothing is masked in them they stay as they are. `null`, `true`, `false` and what is empty stay.
 * @param text JSON: a list of samples, or one event
 * @throws KnownError `bad_file` where the text is no JSON, and where there is more in it than can be looked through
 */
export function* redactSampleSteps(text: string, redaction: Redaction): Steps<Redacted> {
  const held: HeldTexts = new WeakMap();
  const value = yield* exactJsonSteps(text, (string) => openSteps(string, held));
  const withoutSecrets = yield* redactSteps(value, () => MASK, true);
  const masking: Masking = {
    held,
    isPlace: placeTest(redaction.places),
    cardNumbers: redaction.cardNumbers ?? false,
    masked: new Set(),
    changes: 0,
  };
  const shown = yield* mask({ value, withoutSecrets, path: [], own: 0, key: NO_KEY }, masking);
  return { text: yield* exactTextSteps(shown, true), masked: [...masking.masked].sort() };
}

const NO_KEY = 'a value';

/** What was in a string: the string as it was, and how many strings are around it, some exporters having put one into another. */
interface HeldText {
  readonly text: string;
  /** What some programs put before the JSON that they write. */
  readonly byteOrderMark: string;
  readonly strings: number;
}
type HeldTexts = WeakMap<object, HeldText>;
const BYTE_ORDER_MARK = '\ufeff';

/** @returns what the string holds where that is an object or a list, otherwise the string */
function* openSteps(text: string, held: HeldTexts): Steps<unknown> {
  let [inner, strings]: [unknown, number] = [text, 0];
  while (typeof inner === 'string' && /^\s*"/.test(inner)) {
    inner = parseJson(inner);
    strings += 1;
  }
  if (typeof inner !== 'string' || !/^\s*[[{]/.test(inner)) return text;
  const byteOrderMark = inner.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const value = yield* heldOrNothing(inner.slice(byteOrderMark.length), held);
  if (typeof value !== 'object' || value === null) return text;
  held.set(value, { text, byteOrderMark, strings: strings + 1 });
  return value;
}

function* heldOrNothing(json: string, held: HeldTexts): Steps<unknown> {
  try {
    return yield* heldJsonSteps(json, (string) => openSteps(string, held));
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

interface Masking {
  readonly held: HeldTexts;
  readonly isPlace: PlaceTest;
  readonly cardNumbers: boolean;
  readonly masked: Set<string>;
  /** How often something was masked so far: what a string holds is written anew only where this has grown. */
  changes: number;
}

interface Standing {
  readonly value: unknown;
  /** The same value, its secrets masked: alike but for those. */
  readonly withoutSecrets: unknown;
  /** As `PlaceTest` takes it: places in lists are no steps of it. */
  readonly path: readonly string[];
  /** So many of the last steps are its own key's; none of what stands in a list. */
  readonly own: number;
  /** The innermost key. */
  readonly key: string;
  /** Of `["ssn", "…"]` in a list of such: under what the second of it stands. */
  readonly pairName?: string | undefined;
}

function* mask(standing: Standing, masking: Masking): Steps<unknown> {
  yield;
  const { value, withoutSecrets, path, own } = standing;
  if (isWorthMasking(value) && masking.isPlace(path, own)) return maskedBy(standing, masking);
  if (typeof value !== 'object' || value === null) return yield* maskLeaf(standing, masking);
  const before = masking.changes;
  let shown: unknown;
  if (Array.isArray(value) && Array.isArray(withoutSecrets)) {
    shown = yield* maskList(value, withoutSecrets, standing, masking);
  } else if (isObject(value) && isObject(withoutSecrets)) {
    shown = yield* maskObject(value, withoutSecrets, standing, masking);
  } else {
    return maskedBy(standing, masking);
  }
  const held = masking.held.get(value);
  if (!held) return shown;
  return masking.changes === before ? held.text : yield* heldAgain(shown, held);
}

function* maskList(
  list: readonly unknown[],
  withoutSecrets: readonly unknown[],
  around: Standing,
  masking: Masking,
): Steps<unknown> {
  const shown: unknown[] = [];
  const { path, key, pairName } = around;
  const pairs = isListOfPairs(list) ? list : [];
  for (const [index, value] of list.entries()) {
    // It stands where its list stands: that the list itself is no place is known by now.
    const steps = pairName !== undefined && index === 1 ? stepsOfName(pairName) : [];
    const standing = {
      value,
      withoutSecrets: withoutSecrets[index],
      path: steps.length > 0 ? [...path, ...steps] : path,
      own: steps.length,
      key,
      pairName: pairs[index]?.[0],
    };
    shown.push(yield* mask(standing, masking));
  }
  return shown;
}

/** Nobody calls a place by more characters. */
const LONGEST_NAME = 200;

function stepsOfName(name: string): string[] {
  return name.length > LONGEST_NAME ? [] : stepsOf(name);
}

/** Does what stands beside a `value` say that this is one of the places: `{name: "ssn", value: …}`? */
function namesPlace(object: Record<string, unknown>, { path }: Standing, { isPlace }: Masking): boolean {
  return namesOf(object).some((name) => {
    const steps = stepsOfName(name);
    return isPlace([...path, ...steps], steps.length);
  });
}

function* maskObject(
  object: Record<string, unknown>,
  withoutSecrets: Record<string, unknown>,
  around: Standing,
  masking: Masking,
): Steps<unknown> {
  const keys = Object.keys(object);
  const shownKeys = Object.keys(withoutSecrets);
  // Keys with secrets in them may have fallen together: then it is not known which value is whose.
  if (keys.length !== shownKeys.length) return maskedBy(around, masking);
  const shown: Record<string, unknown> = Object.create(null);
  const distinct = distinguishing();
  const isNamed = namesPlace(object, around, masking);
  for (const [index, key] of keys.entries()) {
    const withoutSecret = shownKeys[index] ?? key;
    const withoutCard = masking.cardNumbers ? yield* keyWithoutCards(withoutSecret) : withoutSecret;
    const shownKey = withoutCard === withoutSecret ? withoutSecret : distinct(withoutCard);
    if (shownKey !== key) note(shownKey, masking);
    const steps = stepsOf(plainKey(key));
    const standing = {
      value: object[key],
      withoutSecrets: withoutSecrets[withoutSecret],
      path: [...around.path, ...steps],
      own: steps.length,
      key: plainKey(shownKey),
    };
    const isPlace = isNamed && NAMED_VALUE.test(key) && isWorthMasking(standing.value);
    shown[shownKey] = isPlace ? maskedBy(standing, masking) : yield* mask(standing, masking);
  }
  return shown;
}

/** The key as `exactJsonSteps` gives it, where there is no card number in it. */
function* keyWithoutCards(key: string): Steps<string> {
  const plain = plainKey(key);
  const masked = yield* withoutCardNumbersSteps(plain, MASK);
  return masked === plain ? key : masked;
}

function* maskLeaf(standing: Standing, masking: Masking): Steps<unknown> {
  const { value, withoutSecrets, key } = standing;
  const shown = masking.cardNumbers ? yield* withoutCards(withoutSecrets) : withoutSecrets;
  if (shown !== value) note(key, masking);
  return shown;
}

function* withoutCards(value: unknown): Steps<unknown> {
  if (typeof value === 'number') return isCardNumberWritten(String(value)) ? MASK : value;
  if (typeof value !== 'string') return value;
  const digits = exactNumber(value);
  if (digits !== undefined) return isCardNumberWritten(digits) ? MASK : value;
  return yield* withoutCardNumbersSteps(value, MASK);
}

function maskedBy({ key }: Standing, masking: Masking): string {
  note(key, masking);
  return MASK;
}

function note(key: string, masking: Masking): void {
  masking.masked.add(key);
  masking.changes += 1;
}

/** What is empty says so, and that is what one wants to see. */
function isWorthMasking(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && value !== MASK;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value === 'number';
}

/** What a string held goes back into one: who tests a transformation needs it where it was. */
function* heldAgain(value: unknown, { byteOrderMark, strings }: HeldText): Steps<string> {
  let text = byteOrderMark + (yield* exactTextSteps(value, false));
  for (let around = 1; around < strings; around += 1) text = JSON.stringify(text);
  return text;
}
