import { alignSteps } from './align.ts';
import { type Compared, compare, type Place } from './compare.ts';
import { whatDiffers } from './differing.ts';
import { comparable } from './document.ts';
import { withExactNumbers } from './exact-numbers.ts';
import { Hunks } from './hunks.ts';
import { cutUnits } from './mrkdwn.ts';
import { type Block, blockOf, closing, inLine, linesOf, opening, textOf } from './printed.ts';
import type { Steps } from './steps.ts';
import { hasParts, Members, type Veiled, veilSteps } from './veiled.ts';

/** What a change does to an input, ready to be shown: secrets are masked in all of it. */
export interface Preview {
  /** A unified diff with three lines of context, without file headers, one string a line. */
  readonly diff: readonly string[];
  /** Every place in which the two differ, in the order of the diff. Of a whole that is new or gone there is only one. */
  readonly changes: readonly KeyPathChange[];
  /** Of the input that the change is about. */
  readonly type: string | undefined;
  /** How many tables it has, where it is a database. */
  readonly tables: number | undefined;
}

export interface KeyPathChange {
  readonly kind: 'changed' | 'added' | 'removed';
  /** The keys that lead there, for example `['configuration', 'batch_size']`. */
  readonly path: readonly string[];
  /** What stands there, as JSON on one line, cut where it is long; of two that are long, what differs. */
  readonly before?: string;
  readonly after?: string;
}

const LONGEST_VALUE = 200;
/** As long as what a summary shows of a value: of two that are longer it shows what differs. */
const LONGEST_WHOLE = 60;
/** UTF-16 units of the same on either side of that. */
const AROUND = 20;

/**
 * @param before @param after two JSON texts of one input, of which `name`, `type` and `configuration` are compared;
 *   one of them is absent where the input is created or deleted
 */
export function* previewSteps(before: string | undefined, after: string | undefined): Steps<Preview> {
  const hunks = new Hunks();
  const changes: KeyPathChange[] = [];
  const was = yield* openSteps(before);
  const is = yield* openSteps(after);
  for (const compared of compare(was, is)) {
    yield;
    if (!compared) continue;
    if (isDifference(compared)) changes.push(changeOf(compared));
    yield* write(compared, hunks);
  }
  return { diff: hunks.end(), changes, ...factsOf(is ?? was) };
}

/** What is compared of an input's JSON text, veiled. */
export function* openSteps(document: string | undefined): Steps<Veiled | undefined> {
  if (document === undefined) return undefined;
  yield;
  const exact = withExactNumbers(document);
  yield;
  const parts = Object.entries(comparable(exact)).filter(([, value]) => value !== undefined);
  yield;
  return yield* veilSteps(Object.fromEntries(parts));
}

function factsOf(input: Veiled | undefined): Pick<Preview, 'type' | 'tables'> {
  const type = memberOf(input, 'type');
  const tables = memberOf(memberOf(input, 'configuration'), 'tables');
  return {
    type: typeof type === 'string' ? type : undefined,
    // As `tablesOf` reads them, without parsing them once more.
    tables:
      tables instanceof Members ? tables.entries.length : tables === null || tables === '' ? 0 : undefined,
  };
}

function memberOf(value: Veiled | undefined, key: string): Veiled | undefined {
  return value instanceof Members ? value.entries.find(({ id }) => id === key)?.value : undefined;
}

type Difference = Exclude<Compared, { is: 'opened' | 'closed' | 'same' }>;

function isDifference(compared: Compared): compared is Difference & { is: KeyPathChange['kind'] } {
  return compared.is === 'changed' || compared.is === 'removed' || compared.is === 'added';
}

function changeOf(difference: Difference & { is: KeyPathChange['kind'] }): KeyPathChange {
  const { is: kind, place } = difference;
  return { kind, path: place.path, ...valuesOf(difference) };
}

function valuesOf(difference: Difference): Pick<KeyPathChange, 'before' | 'after'> {
  if (difference.is === 'removed') return { before: inLine(difference.before, LONGEST_VALUE) };
  if (difference.is === 'added') return { after: inLine(difference.after, LONGEST_VALUE) };
  const { before, after } = difference;
  const [was, is] = [leafInLine(before), leafInLine(after, before)];
  const isLong = Math.max(was.length, is.length) > LONGEST_WHOLE;
  const shown = isLong ? whatDiffers(was, is, AROUND) : [was, is];
  const [one, other] = shown.map((value) => cutUnits(value, LONGEST_VALUE));
  return { before: one, after: other };
}

/** Only two that have no parts can begin alike: of any other the beginning will do. */
function leafInLine(value: Veiled, beside?: Veiled): string {
  return inLine(value, hasParts(value) ? LONGEST_VALUE : Number.POSITIVE_INFINITY, beside);
}

function* write(compared: Compared, hunks: Hunks): Steps<void> {
  const { place } = compared;
  switch (compared.is) {
    case 'opened':
      return hunks.same(opening(place, compared.isList));
    case 'closed':
      return hunks.same(closing(place, compared.isList));
    case 'same':
      return yield* each(linesOf(compared.after, place), (line) => hunks.same(line));
    case 'removed':
      return yield* each(linesOf(compared.before, place), (line) => hunks.removed(line));
    case 'added':
      return yield* each(linesOf(compared.after, place), (line) => hunks.added(line));
    case 'changed':
      return yield* writeChanged(compared.before, compared.after, place, hunks);
  }
}

function* each(lines: Iterable<string>, take: (line: string) => void): Steps<void> {
  for (const line of lines) {
    take(line);
    yield;
  }
}

function* writeChanged(before: Veiled, after: Veiled, place: Place, hunks: Hunks): Steps<void> {
  const was = blockOf(textOf(before), place);
  const is = blockOf(textOf(after, before), place);
  if (was && is) return yield* writeBlocks(was, is, hunks);
  yield* each(linesOf(before, place), (line) => hunks.removed(line));
  yield* each(linesOf(after, place, before), (line) => hunks.added(line));
}

/** Of two texts of several lines, the lines that differ. */
function* writeBlocks(was: Block, is: Block, hunks: Hunks): Steps<void> {
  hunks.same(is.first);
  for (const { before, after } of yield* alignSteps(was.lines, is.lines, (line) => line)) {
    const [one, other] = [lineAt(was, before), lineAt(is, after)];
    if (one !== undefined && one === other) hunks.same(one);
    else {
      if (one !== undefined) hunks.removed(one);
      if (other !== undefined) hunks.added(other);
    }
    yield;
  }
  hunks.same(is.last);
}

function lineAt({ lines }: Block, at: number | undefined): string | undefined {
  return at === undefined ? undefined : lines[at];
}
