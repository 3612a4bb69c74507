import { RULE_DEFAULTS, type Rule } from '../src/domain/policy/policy.ts';
import type { Question } from '../src/domain/policy/terms.ts';
import { createRights } from '../src/services/rights.ts';
import { heldLine, MOST_HELD_MS, measureHeld, ms } from './held.ts';

/**
 * What it costs to ask a policy of 300 rules about a change of 300 fields, none of which a rule is about, and for how long
 * that holds up everybody else. The ratio is to trying as many regular expressions on as many names.
 */

const MANY = 300;
const many = <Of>(make: (at: number) => Of): Of[] => Array.from({ length: MANY }, (_, at) => make(at));

const rules = many((at): Rule => ({ ...RULE_DEFAULTS, label: `rule ${at + 1}`, fields: [`*a${at}*b*`] }));
const names = many((at) => `column_${at}`);
const question: Question = {
  action: 'edit',
  inputName: 'orders_db',
  inputType: 'ODBC',
  fields: names.map((name) => [name]),
  channelId: 'C0PIPELINE',
};
const rights = createRights(() => ({ rules }), {
  actor: async (userId) => ({ userId, standing: 'member' }),
  inGroups: async () => new Map(),
  membersOf: async () => undefined,
});

const measured = await measureHeld(() => rights.terms(question));
const regexes = many((at) => new RegExp(`^.*a${at}.*b.*$`, 'i'));
const bare = await measureHeld(async () => names.filter((name) => regexes.some((regex) => regex.test(name))));
const lines = [
  `${MANY} rules for a change of ${MANY} fields`,
  `  took                ${ms(measured.taken)}`,
  `  ${heldLine(measured, true)}`,
  `  ratio               ${(measured.taken / bare.taken).toFixed(1)} to trying as many regular expressions`,
];
process.stdout.write(`${lines.join('\n')}\n`);
if (measured.held >= MOST_HELD_MS) process.exitCode = 1;
