import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { oneLine } from './domain/mrkdwn.ts';
import { nearest } from './domain/nearest.ts';
import { ProfileName } from './domain/profile.ts';

/**
 * Profiles, as the server keeps them under names: in a variable or in a file, both YAML (or JSON, which is YAML too).
 * Credentials of databases, keys of APIs and connections are all read so.
 */

/** What is wrong with profiles: which one and which field, never a value. */
export class ProfilesError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'ProfilesError';
  }
}

/** What a profile of some kind looks like. */
export interface ProfileKind<Of> {
  readonly profile: z.ZodType<Of>;
  /** What it may hold: for the guess at what was meant. */
  readonly fields: readonly string[];
}

/**
 * @param written `name: {…}` for each profile
 * @throws ProfilesError
 */
export function parseProfiles<Of>(
  written: string,
  { profile, fields }: ProfileKind<Of>,
): ReadonlyMap<string, Of> {
  const result = z.record(ProfileName, profile).safeParse(parsed(written) ?? {});
  if (result.success) return new Map(Object.entries(result.data));
  const [issue] = result.error.issues;
  const where = issue?.path.map((key) => oneLine(String(key))).join('.') || 'it';
  throw new ProfilesError(`${where} ${messageOf(issue, fields)}`);
}

/** @returns what the file holds @throws ProfilesError */
export function readProfilesFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ProfilesError(`cannot be read${code}`);
  }
}

/** The parser's own messages repeat the line, and passwords stand in such lines. What it only warns of is no profile either. */
function parsed(written: string): unknown {
  const document = parseDocument(written, { logLevel: 'error' });
  const [fault] = [...document.errors, ...document.warnings];
  if (!fault) return document.toJS();
  const line = fault.linePos?.[0].line;
  throw new ProfilesError(`is no plain YAML${line === undefined ? '' : ` (line ${line})`}`);
}

const WORDS: Readonly<Record<string, string>> = {
  record: 'an object',
  object: 'an object',
  string: 'a text',
  array: 'a list',
};

function messageOf(issue: z.core.$ZodIssue | undefined, fields: readonly string[]): string {
  if (issue?.code === 'unrecognized_keys') return unknownFields(issue.keys, fields);
  if (issue?.code === 'invalid_union') return messageOf(issue.errors.flat().at(-1), fields);
  if (issue?.code === 'invalid_type') return `must be ${WORDS[issue.expected] ?? issue.expected}`;
  if (issue?.code === 'invalid_key') return issue.issues[0]?.message ?? 'is not a name';
  return issue?.message ?? 'is not of the documented form';
}

/** A line that lacks its colon is a key to YAML, the password in it too. */
function unknownFields(keys: readonly string[], fields: readonly string[]): string {
  const near = keys.flatMap((key) => nearest(key, fields, 1));
  return near.length === keys.length
    ? `has no ${near.join(', ')} but something like it`
    : 'has unknown fields';
}
