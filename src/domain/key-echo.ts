import { plainKey } from './exact-json.ts';
import { exactNumber } from './exact-numbers.ts';
import { isObject } from './json.ts';
import { MASK } from './mask.ts';
import type { Steps } from './steps.ts';

/** Some APIs answer with what they were asked, the key among it, in one form or another. */

/** What is shorter may stand within a text by chance, and is only looked for where it is all of a text. */
const SHORTEST_WITHIN = 8;
const LONG = 100_000;
const PARTS_A_STEP = 500;

export interface KeyEcho {
  /** Was it found anywhere? */
  isThere(): boolean;
  hideInText(text: string): Steps<string>;
  /**
   * @param value what `exactJsonSteps` has read; it is changed
   * @returns it with the key masked in its texts, its numbers and the names of its fields
   */
  hideSteps(value: unknown): Steps<unknown>;
}

/** @param key nothing is hidden without one */
export function keyEchoOf(key: string | undefined): KeyEcho {
  const forms = key ? formsOf(key) : [];
  // A short one is known by what stands before it, too.
  const whole = new Set(key ? [...forms, `Bearer ${key}`] : []);
  // The longer ones first, so that nothing is left of those that hold another.
  const within = forms
    .filter(({ length }) => length >= SHORTEST_WITHIN)
    .sort((one, other) => other.length - one.length);
  let [isThere, parts] = [false, 0];

  function* hideInText(text: string): Steps<string> {
    let shown = text;
    for (const form of within) {
      shown = shown.replaceAll(form, MASK);
      if (text.length > LONG) yield;
    }
    if (shown === text && whole.has(text)) shown = MASK;
    if (shown !== text) isThere = true;
    return shown;
  }

  function* hide(value: unknown): Steps<unknown> {
    parts += 1;
    if (parts % PARTS_A_STEP === 0) yield;
    if (typeof value === 'string') {
      const number = exactNumber(value);
      return number === undefined ? yield* hideInText(value) : hiddenNumber(value, number);
    }
    if (typeof value === 'number') return hiddenNumber(value, String(value));
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at += 1) value[at] = yield* hide(value[at]);
      return value;
    }
    return isObject(value) ? yield* hideInObject(value) : value;
  }

  function hiddenNumber(value: unknown, written: string): unknown {
    if (!whole.has(written)) return value;
    isThere = true;
    return MASK;
  }

  function* hideInObject(object: Record<string, unknown>): Steps<unknown> {
    const named: Record<string, unknown> = Object.create(null);
    for (const key of Object.keys(object)) {
      const inner = yield* hide(object[key]);
      const name = plainKey(key);
      const shown = name.length < SHORTEST_WITHIN ? name : yield* hideInText(name);
      named[shown === name ? key : unusedIn(named, shown)] = inner;
    }
    return named;
  }

  return { isThere: () => isThere, hideInText, hideSteps: hide };
}

/** Several names may hold the key, and each stands for something else. */
function unusedIn(named: Readonly<Record<string, unknown>>, name: string): string {
  let unused = name;
  for (let count = 2; unused in named; count += 1) unused = `${name} (${count})`;
  return unused;
}

/** The key as it goes along, and as texts hold it: in addresses, in JSON, in base64. */
function formsOf(key: string): string[] {
  const sent = [key, `${key}:${key}`];
  const bytes = sent.map((text) => Buffer.from(text));
  const encoded = bytes.flatMap((one) => [one.toString('base64'), one.toString('base64url')]);
  const bare = encoded.map((one) => one.replace(/=+$/, ''));
  return [...new Set([...sent, ...encoded, ...bare].flatMap(writingsOf))];
}

function writingsOf(text: string): string[] {
  // Half a character has no form in an address.
  const whole = Buffer.from(text).toString();
  const form = new URLSearchParams({ '': whole }).toString().slice(1);
  const inAddresses = [encodeURI(whole), encodeURIComponent(whole), form, form.replaceAll('+', '%20')];
  const small = inAddresses.map((one) => one.replace(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase()));
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const inJson = [json, ascii].flatMap((one) => [one, one.replaceAll('/', '\\/')]);
  return [text, ...inAddresses, ...small, ...inJson];
}
