import { z } from 'zod';
import type { KeyPathChange, Preview } from './diff.ts';
import type { Entry, Groups } from './groups.ts';
import { type Json, parseJson } from './json.ts';
import { valueSteps } from './json-values.ts';
import type { Steps } from './steps.ts';

/** What there is to see of a change, secrets masked, once its documents are no longer kept. */
export interface KeptView {
  readonly preview: Preview;
  readonly groups: Groups;
}

const Lines = z.array(z.unknown());
const Kept = z.object({
  preview: z.object({
    diff: Lines,
    changes: Lines,
    type: z.string().optional(),
    tables: z.number().optional(),
  }),
  groups: z.object({ matching: Lines, changed: Lines, removed: Lines, added: Lines }),
});

const Line = z.string();
const KeptChange: z.ZodType<KeyPathChange> = z.object({
  kind: z.enum(['changed', 'added', 'removed']),
  path: z.array(z.string()),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});
const KeptEntry: z.ZodType<Entry> = z.object({
  path: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});

/** @returns it as JSON */
export function* keptTextSteps({ preview, groups }: KeptView): Steps<string> {
  const { diff, changes, ...facts } = preview;
  const members = Object.entries(facts).flatMap(([key, value]) =>
    value === undefined ? [] : [`"${key}":${JSON.stringify(value)}`],
  );
  members.push(`"diff":${yield* listText(diff)}`, `"changes":${yield* listText(changes)}`);
  const lists: string[] = [];
  for (const key of GROUPS) lists.push(`"${key}":${yield* listText(groups[key])}`);
  return `{"preview":{${members.join()}},"groups":{${lists.join()}}}`;
}

const GROUPS = ['matching', 'changed', 'removed', 'added'] as const satisfies readonly (keyof Groups)[];

function* listText(items: readonly unknown[]): Steps<string> {
  const texts: string[] = [];
  for (const item of items) {
    texts.push(JSON.stringify(item));
    yield;
  }
  return `[${texts.join()}]`;
}

/** @param text as `keptTextSteps` made it @throws ZodError when it is another version's */
export function* keptViewSteps(text: string): Steps<KeptView> {
  const { preview, groups } = Kept.parse(yield* valueSteps(text, READING));
  return {
    preview: {
      diff: yield* each(preview.diff, Line),
      changes: yield* each(preview.changes, KeptChange),
      type: preview.type,
      tables: preview.tables,
    },
    groups: {
      matching: yield* each(groups.matching, KeptEntry),
      changed: yield* each(groups.changed, KeptEntry),
      removed: yield* each(groups.removed, KeptEntry),
      added: yield* each(groups.added, KeptEntry),
    },
  };
}

const READING = {
  key: (key: string): string => key,
  word: (word: string): Json | undefined => parseJson(word),
};

function* each<Item>(items: readonly unknown[], schema: z.ZodType<Item>): Steps<Item[]> {
  const checked: Item[] = [];
  for (const item of items) {
    checked.push(schema.parse(item));
    yield;
  }
  return checked;
}
