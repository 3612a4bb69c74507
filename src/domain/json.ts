import { z } from 'zod';

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Checked by parsing, not by walking: a row or a message is JSON text before it is anything else. */
export const Json = z.custom<Json>((value) => value !== undefined && typeof value !== 'function');

/** @returns the value that the text holds, or `undefined` where it is not JSON */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that holds a JSON object or list, as `tables` and `ssh` do: what it holds, otherwise `undefined`. */
export function heldJson(value: unknown): JsonObject | readonly Json[] | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  const held = parseJson(value);
  return typeof held === 'object' && held !== null ? held : undefined;
}

/** The value with the keys of every object in alphabetical order, so that equal values give equal text. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = sortKeys(value[key]);
  return sorted;
}

/**
 * The value as JSON text of several lines, keys in alphabetical order. Characters that turn the direction of what
 * follows are written as escapes, so that a reader sees what is there.
 */
export function printJson(value: unknown, indent = 2): string {
  return JSON.stringify(sortKeys(value), null, indent).replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function deepEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(sortKeys(one)) === JSON.stringify(sortKeys(other));
}

/** As `deepEqual`, where strings that hold JSON count as what they hold, however that is spaced. */
export function isSameJson(one: unknown, other: unknown): boolean {
  return deepEqual(heldJson(one) ?? one, heldJson(other) ?? other);
}
