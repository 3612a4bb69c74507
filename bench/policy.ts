import { RULE_DEFAULTS, type Rule } from '../src/domain/policy/policy.ts';
import type { Question } from '../src/domain/policy/terms.ts';
import { createRights } from '../src/services/rights.ts';
import { heldLine, MOST_HELD_MS, measureHeld, ms } from './held.ts';

/**
 * What it costs to ask a policy of 300 rules about a change, and for how long that holds up everybody else: about 300
 * fields, none of which a rule is about, with the ratio to trying as many regular expressions on as many names; and about a
 * name that every glob takes long for, with globs that were never tried before.
 */

const MANY = 300;
const many = <Of>(make: (at: number) => Of): Of[] => Array.from({ length: MANY }, (_, at) => make(at));
const directory = {
  actor: async (userId: string) => ({ userId, standing: 'member' }) as const,
  inGroups: async () => new Map(),
  membersOf: async () => undefined,
};
const rulesOf = (about: (at: number) => Partial<Rule>) =>
  many((at): Rule => ({ ...RULE_DEFAULTS, label: `rule ${at + 1}`, ...about(at) }));
const question = {
  action: 'edit',
  inputName: 'orders_db',
  inputType: 'ODBC',
  channelId: 'C0PIPELINE',
} as const;

const names = many((at) => `column_${at}`);
const rules = rulesOf((at) => ({ fields: [`*a${at}*b*`] }));
const rights = createRights(() => ({ rules }), directory);
const usual = await measureHeld(() => rights.terms({ ...question, fields: names.map((name) => [name]) }));
const regexes = many((at) => new RegExp(`^.*a${at}.*b.*$`, 'i'));
const bare = await measureHeld(async () => names.filter((name) => regexes.some((regex) => regex.test(name))));

const GLOBS = 4;
const LONG = '_'.repeat(256);
let round = 0;

/** Of other globs each time: the first try of one takes ten times as long as those after it. */
function hostile(key: 'inputs' | 'fields', asked: Question) {
  return measureHeld(() => {
    round += 1;
    const fresh = rulesOf((at) => ({
      [key]: Array.from({ length: GLOBS }, (_, glob) => `{_,__}*_*id_${round}_${at}_${glob}`),
    }));
    return createRights(() => ({ rules: fresh }), directory).terms(asked);
  });
}
const hostileName = await hostile('inputs', { ...question, inputName: LONG, fields: [] });
const hostileField = await hostile('fields', { ...question, fields: [[LONG]] });

const lines = [
  `${MANY} rules for a change of ${MANY} fields`,
  `  took                ${ms(usual.taken)}`,
  `  ${heldLine(usual, true)}`,
  `  ratio               ${(usual.taken / bare.taken).toFixed(1)} to trying as many regular expressions`,
  `${MANY} rules of ${GLOBS} new globs for an input's name of ${LONG.length} characters that each takes long for`,
  `  took                ${ms(hostileName.taken)}`,
  `  ${heldLine(hostileName, true)}`,
  "the same for a field's name",
  `  took                ${ms(hostileField.taken)}`,
  `  ${heldLine(hostileField, true)}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
if ([usual, hostileName, hostileField].some(({ held }) => held >= MOST_HELD_MS)) process.exitCode = 1;
