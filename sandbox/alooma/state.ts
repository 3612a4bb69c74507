import { applyEdits, type JSONPath, modify } from 'jsonc-parser';

/**
 * What the local Alooma keeps. Each input is its own JSON text, as it was written: a client that reorders keys, drops a
 * field or turns 1.0 into 1 is then seen to do so.
 */
export interface AloomaState {
  inputs: StoredInput[];
  eventTypes: EventType[];
  samples: Sample[];
  /** Event type → status code → how many events. */
  sampleCounts: { [eventType: string]: { [status: string]: number } };
  statusTypes: { [status: string]: string };
  /** Input id → seconds between two pulls. */
  sleepTimes: { [id: string]: number };
  /** The values of the session cookies that are still good. */
  sessions: string[];
}

export interface StoredInput {
  id: string;
  text: string;
  /** When the input appears, in milliseconds since 1970: Alooma creates asynchronously. */
  showsAt: number;
}

export interface EventType {
  name: string;
  origInputLabel: string;
  state: string;
  mappingMode: string;
  stats: { count: number };
}

export type SampleJson = null | string | number | boolean | SampleJson[] | { [field: string]: SampleJson };

export interface Sample {
  /** The event, or its JSON text where it has to stay as it is written: numbers that JavaScript does not hold. */
  sample?: SampleJson;
  text?: string;
  status: string;
  timestamp: number;
  eventType: string;
}

/** An input's JSON, parsed. */
export interface RawInput {
  id: string;
  name: string;
  type: string;
  configuration: Record<string, unknown>;
  [field: string]: unknown;
}

export function parseInput(text: string): RawInput {
  return JSON.parse(text);
}

/** Sets one field and leaves every other character of the text alone. */
export function setField(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, {}));
}

function isShown(input: StoredInput): boolean {
  return input.showsAt <= Date.now();
}

/** The inputs that have appeared, those that were deleted among them: the structure keeps them, marked. */
export function shownInputs({ inputs }: Pick<AloomaState, 'inputs'>): StoredInput[] {
  return inputs.filter(isShown);
}

export function livingInputs(state: Pick<AloomaState, 'inputs'>): StoredInput[] {
  return shownInputs(state).filter((input) => parseInput(input.text).deleted !== true);
}

export function findLiving(state: AloomaState, id: string): StoredInput | undefined {
  // One alone is parsed: a test may have a thousand of them.
  return livingInputs({ inputs: state.inputs.filter((input) => input.id === id) })[0];
}

export function markDeleted(input: StoredInput): void {
  input.text = setField(input.text, ['deleted'], true);
}
