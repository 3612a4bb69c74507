import { z } from 'zod';
import { counted } from '../stats.ts';
import { atOnce, type Steps } from '../steps.ts';
import { type Answer, mayMatch, type Path, type Place, placeMatches } from './matching.ts';
import { BUILT_IN_RULES, type Policy, type PolicyAction, type Rule, type Who } from './policy.ts';

/** What the policy is asked about. */
export interface Question {
  readonly action: PolicyAction;
  /** What comes of it by itself, later: that a pause with an end is resumed. Whoever asks for one asks for both. */
  readonly also?: readonly PolicyAction[] | undefined;
  /** Absent for what is about no one input, as reading is, and where it is not known. */
  readonly inputName?: string | undefined;
  /** Of the input that a new one is a copy of: what holds for that one holds for its copy; `null` where it is not known. */
  readonly copiedName?: string | null | undefined;
  readonly inputType?: string | undefined;
  /** What is changed below `configuration`. The empty path is all of it, or whatever it may be. */
  readonly fields: readonly Path[];
  /** Of those, what is set to something that has keys of its own, or may be. */
  readonly wholes?: readonly Path[] | undefined;
  /** Where it is asked for. */
  readonly channelId: string;
}

const Whos = z.array(z.union([z.enum(['everyone', 'members']), z.array(z.string())]));

/** As a row of `changes` keeps them, so that its card shows what they were when it was asked for. */
export const Terms = z.object({
  /** The labels of the rules that say so. */
  rules: z.array(z.string()),
  approvals: z.number().int().min(0),
  /** Somebody has to be among each of these. */
  ask: Whos,
  approve: Whos,
  selfApprove: z.boolean(),
  alone: Whos,
  openFor: z.number().optional(),
  isUsualTime: z.boolean().optional(),
  reason: z.boolean(),
});

/** What holds for one thing that somebody wants to do. Source: the rules that match, of which there may be several. */
export interface Terms {
  readonly rules: readonly string[];
  readonly approvals: number;
  readonly ask: readonly Who[];
  readonly approve: readonly Who[];
  readonly selfApprove: boolean;
  readonly alone: readonly Who[];
  readonly openFor?: number | undefined;
  /** Does one of the rules leave it to `CHANGE_TTL`? Then it is open no longer than that. */
  readonly isUsualTime?: boolean | undefined;
  readonly reason: boolean;
}

/**
 * The first rule that matches says it. Of several fields and actions each has its first rule, and the strictest of what
 * they say holds: a rule that makes light of one must not let another one pass with it.
 */
export function* termsSteps(policy: Policy, question: Question): Steps<Terms> {
  return termsUnder(yield* rulesSteps(policy, question));
}

/** The same in one go. */
export function termsOf(policy: Policy, question: Question): Terms {
  return atOnce(termsSteps(policy, question));
}

/** What these rules say together. @param rules those that decide, one at least */
export function termsUnder(rules: readonly Rule[]): Terms {
  const openFor = rules.flatMap((rule) => rule.openFor ?? []);
  return {
    rules: rules.map(({ label }) => label),
    approvals: Math.max(...rules.map(({ approvals }) => approvals)),
    ask: distinct(rules.map(({ ask }) => ask)),
    approve: distinct(rules.map(({ approve }) => approve)),
    selfApprove: rules.every(({ selfApprove }) => selfApprove),
    alone: distinct(rules.map(({ alone }) => alone)),
    ...(openFor.length > 0 && { openFor: Math.min(...openFor) }),
    isUsualTime: openFor.length < rules.length,
    reason: rules.some(({ reason }) => reason),
  };
}

/** The rules that decide, in their order. Hundreds of rules may be held against hundreds of fields. */
export function* rulesSteps(
  policy: Policy,
  { action, also = [], inputName, copiedName, inputType, fields, wholes, channelId }: Question,
): Steps<Rule[]> {
  const names = copiedName === undefined ? [inputName] : [inputName, copiedName ?? undefined];
  const places = placesOf(fields, wholes);
  const all = allRules(policy);
  const meant = new Set<Rule>();
  for (const each of [action, ...also]) {
    for (const name of names) {
      const about = { action: each, inputName: name, inputType, channelId };
      const candidates = yield* candidatesSteps(all, about);
      for (const place of places) {
        yield* addRulesFor(candidates, { ...place, action: each }, meant);
        yield;
      }
    }
  }
  return all.filter((rule) => meant.has(rule));
}

const MOST_LABELS = 3;

/** The rules that say something, for a sentence: `rule 2 and rule 3`, or the first and how many more. */
export function rulesShown(labels: readonly string[]): string {
  if (labels.length <= MOST_LABELS) return labels.join(' and ');
  return `${labels.slice(0, MOST_LABELS).join(', ')} and ${counted(labels.length - MOST_LABELS, 'more rule')}`;
}

/** How long it waits for its approvals, in milliseconds. @param usual where no rule says so */
export function openFor({ openFor, isUsualTime = false }: Terms, usual: number): number {
  if (openFor === undefined) return usual;
  return isUsualTime ? Math.min(openFor, usual) : openFor;
}

/** Is it done as soon as it is asked for? */
export function isAtOnce({ approvals }: Pick<Terms, 'approvals'>): boolean {
  return approvals === 0;
}

/** Are there people who may apply it alone? */
export function hasAlone({ alone }: Pick<Terms, 'alone'>): boolean {
  return alone.every((who) => who.length > 0);
}

/** The user groups that somebody has to be asked about. */
export function groupsIn(whos: readonly Who[]): string[] {
  return [...new Set(whos.flatMap((who) => (isList(who) ? who.filter(isGroup) : [])))];
}

export function isList(who: Who): who is readonly string[] {
  return typeof who !== 'string';
}

export function isGroup(id: string): boolean {
  return id.startsWith('S');
}

const allRules = ({ rules }: Policy): Rule[] => [...rules, ...BUILT_IN_RULES];

/** A rule that may match, as far as that is the same for all fields. */
interface Candidate {
  readonly rule: Rule;
  readonly answer: Answer;
}

function* candidatesSteps(rules: readonly Rule[], about: Parameters<typeof mayMatch>[1]): Steps<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const rule of rules) {
    const answer = yield* mayMatch(rule, about);
    if (answer !== 'no') candidates.push({ rule, answer });
    yield;
  }
  return candidates;
}

/**
 * The first that matches, and those before it of which that is not sure: they may be meant. A step for each glob: of the
 * rules that have none, thousands are looked at in no time.
 */
function* addRulesFor(
  candidates: readonly Candidate[],
  place: Pick<Place, 'action' | 'path' | 'isWhole'>,
  meant: Set<Rule>,
): Steps<void> {
  for (const { rule, answer } of candidates) {
    const here = yield* placeMatches(rule, place);
    if (here !== 'no') meant.add(rule);
    if (here === 'yes' && answer === 'yes') return;
  }
  throw new Error('The last of the built-in rules matches everything');
}

const MOST_PATHS = 300;

/** Each place once. */
function placesOf(fields: readonly Path[], wholes: readonly Path[] = []): Pick<Place, 'path' | 'isWhole'>[] {
  if (fields.length === 0) return [{ path: undefined }];
  if (fields.length > MOST_PATHS) return fewer(fields).map((path) => ({ path, isWhole: true }));
  const keyOf = (path: Path) => JSON.stringify(path);
  const isWhole = new Set(wholes.map(keyOf));
  const places = new Map(fields.map((path) => [keyOf(path), path]));
  return [...places].map(([key, path]) => ({ path, isWhole: isWhole.has(key) }));
}

/** Of very many, the fields that they are in: as if all of those were changed, which is never laxer. */
function fewer(paths: readonly Path[]): Path[] {
  const fields = [...new Set(paths.map(([field]) => field))];
  return fields.length > MOST_PATHS ? [[]] : fields.map((field) => (field === undefined ? [] : [field]));
}

function distinct(whos: readonly Who[]): Who[] {
  const seen = new Map(whos.map((who) => [JSON.stringify(who), who]));
  return [...seen.values()];
}
