import picomatch from 'picomatch';
import { z } from 'zod';
import {
  BUILT_IN_RULES,
  type Matching,
  type Policy,
  type PolicyAction,
  type Rule,
  type Who,
} from './policy.ts';

/** What the policy is asked about. */
export interface Question {
  readonly action: PolicyAction;
  /** Absent for what is about no one input, as reading is. */
  readonly inputName?: string | undefined;
  readonly inputType?: string | undefined;
  /** The key paths that are changed, below `configuration`: `ssh.host`. */
  readonly fields: readonly string[];
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
  readonly reason: boolean;
}

/**
 * The first rule that matches says it. Of several fields each has its first rule, and the strictest of what they say
 * holds: a rule that makes light of one field must not let another one pass with it.
 */
export function termsOf(policy: Policy, question: Question): Terms {
  const { fields } = question;
  const places = fields.length > 0 ? fields : [undefined];
  const rules = [...new Set(places.flatMap((field) => rulesFor(policy, question, field)))];
  const openFor = rules.flatMap((rule) => rule.openFor ?? []);
  return {
    rules: rules.map(({ label }) => label),
    approvals: Math.max(...rules.map(({ approvals }) => approvals)),
    ask: distinct(rules.map(({ ask }) => ask)),
    approve: distinct(rules.map(({ approve }) => approve)),
    selfApprove: rules.every(({ selfApprove }) => selfApprove),
    alone: distinct(rules.map(({ alone }) => alone)),
    ...(openFor.length > 0 && { openFor: Math.min(...openFor) }),
    reason: rules.some(({ reason }) => reason),
  };
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

/** The first that matches, and those before it that are about a part of what the field holds: they may be meant. */
function rulesFor({ rules }: Policy, question: Question, field: string | undefined): Rule[] {
  const meant: Rule[] = [];
  for (const rule of [...rules, ...BUILT_IN_RULES]) {
    const answer = matches(rule, question, field);
    if (answer !== 'no') meant.push(rule);
    if (answer === 'yes') return meant;
  }
  throw new Error('The last of the built-in rules matches everything');
}

type Answer = 'yes' | 'partly' | 'no';

function matches(
  { actions, inputs, types, fields, channels }: Matching,
  { action, inputName, inputType, channelId }: Question,
  field: string | undefined,
): Answer {
  const isMeant =
    (actions?.includes(action) ?? true) &&
    (channels?.includes(channelId) ?? true) &&
    isLike(inputs, inputName) &&
    isLike(types, inputType);
  if (!isMeant) return 'no';
  return fields === undefined ? 'yes' : fieldMatches(fields, field);
}

/** A name is no path: a star stands for whatever is in it, slashes and dots too. */
function isLike(globs: readonly string[] | undefined, name: string | undefined): boolean {
  if (globs === undefined) return true;
  return name !== undefined && globs.some((glob) => picomatch.isMatch(name, glob, { bash: true, dot: true }));
}

/** `ssh` is about everything below it. Where all of `ssh` is changed, a rule about `ssh.password` is partly meant. */
function fieldMatches(globs: readonly string[], field: string | undefined): Answer {
  if (field === undefined) return 'no';
  const answers = globs.map((glob) => keysMatch(glob.split('.'), field.split('.')));
  return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'partly') ?? 'no';
}

function keysMatch(globs: readonly string[], keys: readonly string[]): Answer {
  const both = Math.min(globs.length, keys.length);
  const isAlike = globs.slice(0, both).every((glob, at) => isLike([glob], keys[at]));
  if (!isAlike) return 'no';
  return globs.length <= keys.length ? 'yes' : 'partly';
}

function distinct(whos: readonly Who[]): Who[] {
  const seen = new Map(whos.map((who) => [JSON.stringify(who), who]));
  return [...seen.values()];
}
