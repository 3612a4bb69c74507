import { randomUUID } from 'node:crypto';
import {
  type AloomaState,
  livingInputs,
  markDeleted,
  parseInput,
  type RawInput,
  type StoredInput,
  setField,
} from './state.ts';

/** Changes that somebody makes in Alooma itself, past the bot. They throw where there is no such input. */
export interface OutsideEdits {
  /** The current inputs, parsed. */
  inputs(): RawInput[];
  /** The JSON text of one input, as it is kept. */
  text(name: string): string;
  /** Keeps this JSON text as it is, in the place of the input with the same id, or as a new input. */
  write(text: string): void;
  /** `change` alters the parsed input in place. */
  edit(name: string, change: (input: RawInput) => void): void;
  rename(name: string, to: string): void;
  remove(name: string): void;
  /** A new input, there at once. Gives its id. */
  add(input: { name: string; type: string; [field: string]: unknown }): string;
}

export function outsideEdits(state: () => AloomaState): OutsideEdits {
  const find = (name: string): StoredInput => {
    const found = livingInputs(state()).find((input) => parseInput(input.text).name === name);
    if (!found) throw new Error(`The local Alooma has no input ${name}`);
    return found;
  };
  const write = (text: string) => {
    const { id } = parseInput(text);
    const existing = state().inputs.find((input) => input.id === id);
    if (existing) existing.text = text;
    else state().inputs.push({ id, text, showsAt: 0 });
  };

  return {
    inputs: () => livingInputs(state()).map((input) => parseInput(input.text)),
    text: (name) => find(name).text,
    write,
    edit(name, change) {
      const stored = find(name);
      const input = parseInput(stored.text);
      change(input);
      stored.text = JSON.stringify(input);
    },
    rename(name, to) {
      const stored = find(name);
      stored.text = setField(stored.text, ['name'], to);
    },
    remove: (name) => markDeleted(find(name)),
    add(input) {
      const id = randomUUID();
      write(JSON.stringify({ id, category: 'INPUT', configuration: {}, ...input }));
      return id;
    },
  };
}
