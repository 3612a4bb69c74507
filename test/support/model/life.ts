import fc from 'fast-check';
import type { Command } from './command.ts';
import {
  type Attempt,
  apply,
  applyAlone,
  applyAloneUnexplained,
  applyMeanwhile,
  approve,
  approveAndCancel,
  approveAtOnce,
  ask,
  cancel,
  expire,
  FAULTS,
  goThrough,
  lapse,
  outside,
  reject,
  rule,
  see,
  wait,
} from './commands.ts';
import { KINDS, type Kind, type ModelPolicy, PEOPLE, type Person } from './model.ts';
import { extend, type Look, look, pauseFor, resumeNow, timeIsOver } from './pausing.ts';
import type { Fate } from './real.ts';
import { undo } from './undoing.ts';

const person = fc.constantFrom<Person>(...PEOPLE, 'U0OLIVIA', 'U0AINO', 'U0BEA', 'U0AINO', 'U0BEA');
const which = fc.nat({ max: 9 });
/** Of those that stand in an order: mostly the first one. */
const first = fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4, 5);
export const policies: fc.Arbitrary<ModelPolicy> = fc.record({
  edits: fc.nat({ max: 2 }),
  pauses: fc.nat({ max: 1 }),
  selfApprove: fc.boolean(),
  approvers: fc.option(fc.constant(['U0AINO', 'U0BEA'] as const), { nil: undefined }),
  alone: fc.subarray<Person>(['U0OLIVIA', 'U0AINO']),
});
const fate = fc.constantFrom<Fate>('answered', 'answered', 'answered', 'killed_before', 'killed_after');
const attempt: fc.Arbitrary<Attempt> = fc.record({
  fault: fc.constantFrom('fine', 'fine', 'fine', ...Object.keys(FAULTS)),
  fate,
  isTwice: fc.boolean(),
  isLast: fc.nat({ max: 9 }).map((one) => one === 0),
});

const fault = fc.constantFrom('fine', ...Object.keys(FAULTS));
const looks: fc.Arbitrary<Look> = fc.record({
  isAway: fc.nat({ max: 5 }).map((one) => one === 0),
  isTwice: fc.boolean(),
});

const mostly = fc.nat({ max: 3 }).map((one) => one > 0);

/** What is likelier stands here more often. */
const often = (times: number, one: fc.Arbitrary<Command>) => Array.from({ length: times }, () => one);

const deciding = [
  ...often(
    7,
    fc
      .tuple(person, fc.constantFrom<Kind>('edit', 'edit', 'edit', 'edit', ...KINDS), which)
      .map((given) => ask(...given)),
  ),
  ...often(
    5,
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
    fc.tuple(person, mostly, which).map((given) => applyAlone(...given)),
  ),
  fc.tuple(person, which).map((given) => applyAloneUnexplained(...given)),
  which.map(lapse),
  which.map(expire),
];

const working = [
  ...often(5, which.map(goThrough)),
  ...often(
    6,
    fc.tuple(attempt, which).map((given) => apply(...given)),
  ),
  fc.tuple(fault, fate, which).map((given) => applyMeanwhile(...given)),
  ...often(2, fc.constant(wait)),
];

const pausing = [
  ...often(
    2,
    fc.tuple(person, fc.boolean(), which).map((given) => pauseFor(...given)),
  ),
  fc.tuple(person, mostly, first).map((given) => extend(...given)),
  fc.tuple(person, first).map((given) => resumeNow(...given)),
  first.map(timeIsOver),
  ...often(
    2,
    fc.tuple(looks, first).map((given) => look(...given)),
  ),
];

const OUTSIDE = [
  ...(['edit', 'edit', 'edit elsewhere', 'edit elsewhere', 'edit elsewhere'] as const),
  ...(['pause', 'pause', 'pause', 'remove'] as const),
];

const around = [
  fc.tuple(fc.constantFrom(...OUTSIDE), fc.oneof(which, first)).map((given) => outside(...given)),
  policies.map(rule),
  fc.tuple(person, fc.constantFrom('member', 'member', 'member', 'guest')).map((given) => see(...given)),
];

/** Any order of any of them. */
export const anything = fc.commands(
  [
    ...deciding,
    ...working,
    ...pausing,
    ...often(
      4,
      fc.tuple(person, first).map((given) => undo(...given)),
    ),
    ...around,
  ],
  { maxCommands: 120, size: 'max' },
);
