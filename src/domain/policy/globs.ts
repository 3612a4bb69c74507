import picomatch from 'picomatch';

/**
 * Globs of the policy: `*` is any characters, `?` one, `[ab]` one of these, `{prod,live}_*` either. Capitals make no
 * difference: a rule that protects something must not be passed by a capital letter.
 */

const OPTIONS = {
  dot: true,
  nocase: true,
  strictSlashes: true,
  strictBrackets: true,
  windows: false,
} as const;
const EXCLAMATION = /^!/;
const PARENTHESIS = /(?<!\\)[()]/;
const ESCAPED = /\\[\s\S]/g;
/** What a name can be tried with in more than one way. Of more than these, or with `+` behind one, it could take minutes. */
const WILD = /[*{]/;
const MOST_WILD = 3;
const REPEATED = /[\]}]\+/;
/** Each star with something behind it may end at any letter of a name: with three of them, one name can take 50 ms. */
const STAR_AT_END = /\*+$/;
const MOST_STARS = 2;

/** @returns what is wrong with a glob, to stand behind its place; nothing when it can be used */
export function faultOfGlob(glob: string): string | undefined {
  if (glob === '') return 'must not be empty';
  if (EXCLAMATION.test(glob)) {
    return 'must not begin with !: put a rule for what is left out before this one';
  }
  if (PARENTHESIS.test(glob)) return 'must have a \\ before each parenthesis';
  const bare = glob.replace(ESCAPED, '_');
  if (REPEATED.test(bare)) return 'must have a \\ before a + behind a bracket';
  if (countOf(WILD, bare) > MOST_WILD) {
    return `must have ${MOST_WILD} of * and { at most: write the rest as globs of their own`;
  }
  if (countOf('*', bare.replace(STAR_AT_END, '')) > MOST_STARS) {
    return `must have ${MOST_STARS} of * at most, not counting one at its end`;
  }
  try {
    globOf(glob).test('');
    return undefined;
  } catch {
    return 'has a bracket without its other one: put a \\ before it';
  }
}

const countOf = (what: RegExp | string, text: string) => text.split(what).length - 1;

/** As `faultOfGlob`, of a key path. */
export function faultOfFieldGlob(glob: string): string | undefined {
  const faults = keysOfGlob(glob).flatMap((key) => faultOfGlob(key) ?? []);
  if (faults.includes('must not be empty')) return 'must be keys with one dot between them: ssh.host';
  return faults[0];
}

/** `tables.public\.orders` → `tables` and `public\.orders`. */
export function keysOfGlob(glob: string): string[] {
  return glob.split(/(?<!\\)\./);
}

/**
 * A name is no path: a star stands for whatever is in it, slashes, dots and line breaks too, and for nothing at all. The
 * letter before it keeps what picomatch does at the beginning of a path, and with an empty one, out of it.
 */
function compiled(glob: string): RegExp {
  return picomatch.makeRe(`x${flat(glob)}`, OPTIONS);
}

const flat = (text: string) => text.replaceAll('/', '\u0000');

export interface Glob {
  readonly text: string;
  test(name: string): boolean;
}

/** Of a policy that is in force: compiled once, when it is first tried, as hundreds at a time would take long. */
const known = new Map<string, Glob>();
const MOST_KNOWN = 10_000;

export function globOf(text: string): Glob {
  const found = known.get(text);
  if (found) return found;
  let regex: RegExp | undefined;
  const glob: Glob = {
    text,
    test(name) {
      regex ??= compiled(text);
      return name === text || regex.test(`x${flat(name)}`);
    },
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, glob);
  return glob;
}
