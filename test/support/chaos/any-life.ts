import fc from 'fast-check';
import { KINDS, type Kind, type ModelPolicy, PEOPLE, type Person } from './model.ts';
import {
  type Attempt,
  apply,
  applyAlone,
  approve,
  approveAndCancel,
  approveAtOnce,
  ask,
  type Command,
  cancel,
  expire,
  FAULTS,
  lapse,
  outside,
  reject,
  rule,
  see,
  wait,
} from './model-commands.ts';
import type { Fate } from './real.ts';

const person = fc.constantFrom<Person>(...PEOPLE, 'U0OLIVIA', 'U0AINO', 'U0BEA', 'U0AINO', 'U0BEA');
const which = fc.nat({ max: 9 });
export const policies: fc.Arbitrary<ModelPolicy> = fc.record({
  edits: fc.nat({ max: 2 }),
  pauses: fc.nat({ max: 1 }),
  selfApprove: fc.boolean(),
  approvers: fc.option(fc.constant(['U0AINO', 'U0BEA'] as const), { nil: undefined }),
  alone: fc.subarray<Person>(['U0OLIVIA', 'U0AINO']),
});
const attempt: fc.Arbitrary<Attempt> = fc.record({
  fault: fc.constantFrom('fine', 'fine', 'fine', ...Object.keys(FAULTS)),
  fate: fc.constantFrom<Fate>('answered', 'answered', 'answered', 'killed_before', 'killed_after'),
  isTwice: fc.boolean(),
  isLast: fc.nat({ max: 9 }).map((one) => one === 0),
});

/** What is likelier stands here more often. */
const often = (times: number, one: fc.Arbitrary<Command>) => Array.from({ length: times }, () => one);

/** Any order of any of them. */
export const anything = fc.commands(
  [
    ...often(
      4,
      fc
        .tuple(person, fc.constantFrom<Kind>('edit', 'edit', 'edit', ...KINDS), which)
        .map((given) => ask(...given)),
    ),
    ...often(
      4,
      fc.tuple(person, which).map((given) => approve(...given)),
    ),
    ...often(
      2,
      fc.tuple(person, person, which).map((given) => approveAtOnce(...given)),
    ),
    fc.tuple(person, which).map((given) => reject(...given)),
    fc.tuple(person, which).map((given) => cancel(...given)),
    fc.tuple(person, which).map((given) => approveAndCancel(...given)),
    ...often(
      3,
      fc.tuple(person, fc.boolean(), which).map((given) => applyAlone(...given)),
    ),
    which.map(lapse),
    which.map(expire),
    ...often(
      6,
      fc.tuple(attempt, which).map((given) => apply(...given)),
    ),
    fc
      .tuple(fc.constantFrom('edit', 'edit', 'edit', 'pause', 'pause', 'remove'), which)
      .map((given) => outside(...given)),
    policies.map(rule),
    fc.tuple(person, fc.constantFrom('member', 'member', 'member', 'guest')).map((given) => see(...given)),
    ...often(2, fc.constant(wait)),
  ],
  { maxCommands: 80, size: 'max' },
);
