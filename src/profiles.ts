import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { oneLine } from './domain/mrkdwn.ts';
import { nearest } from './domain/nearest.ts';
import { Profile, ProfileName, type Profiles } from './domain/profile.ts';

/** Credentials profiles, as the server keeps them: in a variable or in a file, both YAML (or JSON, which is YAML too). */

const FIELDS = ['server', 'port', 'database', 'schema', 'db_type', 'user', 'password'];
const Written = z.record(ProfileName, Profile);

/** What is wrong with profiles: which one and which field, never a value. */
export class ProfilesError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'ProfilesError';
  }
}

/** @throws ProfilesError */
export function readProfilesFile(path: string): Profiles {
  return parseProfiles(contentOf(path));
}

/** @param written `name: {server, port, database, schema, db_type, user, password}`, each of them optional */
export function parseProfiles(written: string): Profiles {
  const result = Written.safeParse(parsed(written) ?? {});
  if (result.success) return new Map(Object.entries(result.data));
  const [issue] = result.error.issues;
  const where = issue?.path.map((key) => oneLine(String(key))).join('.') || 'it';
  throw new ProfilesError(`${where} ${messageOf(issue)}`);
}

function contentOf(path: string): string {
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
};

function messageOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return unknownFields(issue.keys);
  if (issue?.code === 'invalid_type') return `must be ${WORDS[issue.expected] ?? issue.expected}`;
  if (issue?.code === 'invalid_key') return issue.issues[0]?.message ?? 'is not a name';
  return issue?.message ?? 'is not of the documented form';
}

/** A line that lacks its colon is a key to YAML, the password in it too. */
function unknownFields(keys: readonly string[]): string {
  const near = keys.flatMap((key) => nearest(key, FIELDS, 1));
  return near.length === keys.length
    ? `has no ${near.join(', ')} but something like it`
    : 'has unknown fields';
}
