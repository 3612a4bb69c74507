import ms from 'ms';
import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { faultOfFieldGlob, faultOfGlob } from './globs.ts';
import { isReading } from './matching.ts';
import { ACTION_WORDS, type PolicyAction, RULE_DEFAULTS, type Who } from './policy.ts';
import { isGroup, isList } from './terms.ts';

/**
 * The policy file, as people write it. What is said of a fault stands behind its place: `rules[1].approvals must be …`;
 * it repeats nothing that was written.
 */

const MOST_APPROVALS = 10;
const SHORTEST = ms('1m');
const LONGEST = ms('365 days');

const actionOf = new Map<string, PolicyAction>(
  Object.entries(ACTION_WORDS).map(([action, word]) => [word, action as PolicyAction]),
);
const WORDS = [...actionOf.keys()];

const Action = z.unknown().transform((written, context): PolicyAction => {
  const action = typeof written === 'string' ? actionOf.get(written) : undefined;
  if (action) return action;
  const [meant] = typeof written === 'string' ? nearest(written, WORDS, 1) : [];
  const hint = meant === undefined ? '' : `; ${meant} is nearest to what stands there`;
  context.addIssue({ code: 'custom', message: `must be one of ${WORDS.join(', ')}${hint}` });
  return z.NEVER;
});

const glob = (faultOf: (glob: string) => string | undefined) =>
  z.string('must be a text: put it in quotes').superRefine((written, context) => {
    const message = faultOf(written);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const Channel = z
  .string('must be the id of a channel')
  .regex(
    /^([CG][A-Z0-9]{2,}|direct)$/,
    'must be the id of a channel (C…, at the end of “About” in its details), or direct',
  );

const NO_ID =
  'must be the id of a person (U…, “Copy member ID” in their profile) or of a user group (S…, at the end of its address)';
const Id = z.string(NO_ID).regex(/^[UWS][A-Z0-9]{2,}$/, NO_ID);

/** Of several, none twice. */
function listOf<Of extends z.ZodType>(one: Of, example: string) {
  return z
    .array(one, `must be a list, such as [${example}]`)
    .min(1, 'must name something, or be left out')
    .superRefine((all, context) => {
      all.forEach((item, at) => {
        if (all.indexOf(item) < at) {
          context.addIssue({ code: 'custom', path: [at], message: 'stands there already' });
        }
      });
    });
}

/** @param words that may stand in the place of a list */
function whoOf(...words: ('everyone' | 'members' | 'nobody')[]) {
  const ids = listOf(Id, 'S0ONCALL01, U0APPROV01');
  const message = `must be ${words.join(', ')}, or a list of the ids of people and user groups`;
  return z.unknown().transform((written, context): Who => {
    const word = words.find((known) => known === written);
    if (word !== undefined) return word === 'nobody' ? [] : word;
    const list = ids.safeParse(written);
    if (list.success) return list.data;
    if (!Array.isArray(written) || written.length === 0) context.addIssue({ code: 'custom', message });
    else {
      for (const issue of list.error.issues) {
        context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
      }
    }
    return z.NEVER;
  });
}

const approvals = `must be a whole number from 0 to ${MOST_APPROVALS}`;
const span = 'must be a span of time such as 30m or 4h, from 1m to 365 days';

const OpenFor = z.string(span).transform((written, context): number => {
  const value = /[a-z]/i.test(written) ? (ms(written as ms.StringValue) as number | undefined) : undefined;
  if (value !== undefined && value >= SHORTEST && value <= LONGEST) return value;
  context.addIssue({ code: 'custom', message: span });
  return z.NEVER;
});

const Rule = z
  .strictObject(
    {
      name: z
        .string('must be a text')
        .regex(
          /^[\p{L}\p{N}](?:[\p{L}\p{N} .,:/()+-]{0,58}[\p{L}\p{N}.)])?$/u,
          'must have 1 to 60 letters, digits, spaces and . , : / ( ) + -',
        )
        .optional(),
      actions: listOf(Action, 'edit, delete').optional(),
      inputs: listOf(glob(faultOfGlob), '"prod_*"').optional(),
      types: listOf(glob(faultOfGlob), 'ODBC').optional(),
      fields: listOf(glob(faultOfFieldGlob), 'password, "ssh.*"').optional(),
      channels: listOf(Channel, 'C0PIPELINE').optional(),
      approvals: z
        .int(approvals)
        .min(0, approvals)
        .max(MOST_APPROVALS, approvals)
        .default(RULE_DEFAULTS.approvals),
      ask: whoOf('members', 'everyone', 'nobody').default(RULE_DEFAULTS.ask),
      approve: whoOf('members', 'nobody').default(RULE_DEFAULTS.approve),
      self_approve: z.boolean('must be true or false').default(RULE_DEFAULTS.selfApprove),
      open_for: OpenFor.optional(),
      reason: z
        .union([z.literal('required'), z.boolean()], 'must be required, true or false')
        .default(RULE_DEFAULTS.reason),
      alone: whoOf('members', 'nobody').default([...RULE_DEFAULTS.alone]),
    },
    'must be a rule: keys with values',
  )
  .superRefine((rule, context) => {
    for (const [key, message] of contradictionsIn(rule)) {
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });
export type WrittenRule = z.output<typeof Rule>;

export const PolicyFile = z.strictObject(
  {
    channels: listOf(Channel, 'C0PIPELINE, direct').optional(),
    rules: z
      .array(Rule, 'must be a list of rules, each behind a dash')
      .superRefine((rules, context) => {
        for (const [at, key, message] of conflictsAmong(rules)) {
          context.addIssue({ code: 'custom', path: key === undefined ? [at] : [at, key], message });
        }
      })
      .default([]),
  },
  'must be keys with values: channels, rules',
);

/** What may stand at the top of the file, and in a rule: for the guess at what was meant. */
export const POLICY_KEYS = Object.keys(PolicyFile.shape);
export const RULE_KEYS = Object.keys(Rule.shape);

type Key = keyof WrittenRule;

const WITHOUT_FIELDS: ReadonlySet<PolicyAction> = new Set(['pause', 'resume', 'delete', 'read', 'samples']);

/** What a rule says that could never be meant. */
function contradictionsIn(rule: WrittenRule): [Key, string][] {
  const { actions, ask, approve, approvals: needed, self_approve: selfApprove } = rule;
  const faults: [Key, string][] = [];
  if (actions?.some(isReading)) {
    const narrowed = (['inputs', 'types', 'fields'] as const).filter((key) => rule[key] !== undefined);
    const message =
      'cannot stand beside read and samples, which are about no one input: give those a rule of their own';
    faults.push(...narrowed.map((key): [Key, string] => [key, message]));
  } else if (rule.fields && actions?.every((action) => WITHOUT_FIELDS.has(action))) {
    faults.push(['fields', 'cannot stand beside these actions, which change no field: leave it out']);
  }
  if (ask === 'everyone' && !actions?.every(isReading)) {
    faults.push(['ask', 'can be everyone for read and samples only: write members']);
  }
  if (needed > 0 && isFewerThan(approve, needed) && !isNobody(ask)) {
    faults.push([
      'approve',
      `must name ${needed === 1 ? 'somebody, or a user group: one has' : `at least ${needed} people, or a user group: ${needed} have`} to approve`,
    ]);
  } else if (needed > 0 && !selfApprove && isOnlyAskers(ask, approve, needed)) {
    faults.push(['approve', 'leaves nobody who could approve what these people ask for: name more of them']);
  }
  return faults;
}

const isNobody = (who: Who) => isList(who) && who.length === 0;

const isFewerThan = (who: Who, needed: number) => isList(who) && !who.some(isGroup) && who.length < needed;

/** Whoever asks is left with too few others. */
function isOnlyAskers(ask: Who, approve: Who, needed: number): boolean {
  if (!isList(ask) || !isList(approve) || ask.length === 0 || [...ask, ...approve].some(isGroup))
    return false;
  return ask.every((asker) => approve.filter((id) => id !== asker).length < needed);
}

const CONDITIONS = ['actions', 'inputs', 'types', 'fields', 'channels'] as const;

/** Of rules together: a name that two have, and what can never decide since an earlier one always does. */
function conflictsAmong(rules: readonly WrittenRule[]): [number, Key | undefined, string][] {
  return rules.flatMap((rule, at): [number, Key | undefined, string][] => {
    const before = rules.slice(0, at);
    const same = rule.name === undefined ? -1 : before.findIndex(({ name }) => name === rule.name);
    const covering = before.findIndex((earlier) => covers(earlier, rule));
    return [
      ...(same < 0 ? [] : [[at, 'name', `is the name of rules[${same}] already`] as [number, Key, string]]),
      ...(covering < 0
        ? []
        : [
            [
              at,
              undefined,
              `can never decide: rules[${covering}] comes first and is about all of that. Put this one before it`,
            ] as [number, undefined, string],
          ]),
    ];
  });
}

function covers(earlier: WrittenRule, later: WrittenRule): boolean {
  return CONDITIONS.every((condition) => {
    const [all, some] = [earlier[condition], later[condition]] as (readonly string[] | undefined)[];
    return all === undefined || (some?.every((one) => all.includes(one)) ?? false);
  });
}
