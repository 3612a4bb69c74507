import type { Input, InputFacts } from '../domain/input.ts';
import { deepEqual, heldJson } from '../domain/json.ts';
import { code } from '../domain/mrkdwn.ts';
import { didYouMean, nearest } from '../domain/nearest.ts';
import { type Action, type Operation, propose } from '../domain/operation.ts';
import { holdsSecret, maskedSecrets } from '../domain/secrets.ts';
import { typedValue } from '../domain/typed-value.ts';
import { KnownError } from '../errors.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * What would be done to an input. Nothing is done by making one: `Changes` asks for it, has it approved and applies it.
 */
export interface Plan {
  readonly input: InputFacts;
  readonly operation: Operation;
  /** The input's document as it was read and as it would be, where the operation rewrites it. */
  readonly base?: string;
  readonly proposed?: string;
}

const STATES = {
  is: (paused: boolean) => (paused ? 'paused already' : 'not paused'),
  becomes: (paused: boolean) => `being ${paused ? 'paused' : 'resumed'} already`,
};

export type OnItsWay = (inputId: string) => Promise<Action | undefined>;
const nothingIs: OnItsWay = async () => undefined;

/**
 * The documented Inputs service: the sources that data is pulled from. It knows neither Slack nor Alooma, only a
 * `Pipeline`. Its methods throw a `KnownError` for what a person can mend and a `PipelineError` for what they cannot.
 */
export class Inputs {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** Every input, in the pipeline's order. Source: `Inputs.get_all_inputs`, `GET inputs`. */
  getAllInputs(): Promise<InputFacts[]> {
    return this.#pipeline.listInputs();
  }

  /** The names of all inputs, in alphabetical order. Source: `Inputs.list_inputs`. */
  async listInputs(): Promise<string[]> {
    const inputs = await this.getAllInputs();
    return inputs.map(({ name }) => name).sort((one, other) => one.localeCompare(other));
  }

  /**
   * One input with its document, read now. Source: `Inputs.get_input`, `GET inputs/{id}`.
   * @param inputName its name, or its id where several have the name
   */
  async getInput(inputName: string): Promise<Input> {
    const { id } = await this.find(inputName);
    const input = await this.#pipeline.readInput(id);
    if (!input) throw new KnownError('unknown_input', `${code(inputName)} was deleted just now.`);
    return input;
  }

  /** What a listing says of one input. @throws KnownError `unknown_input` with the nearest names */
  async find(inputName: string): Promise<InputFacts> {
    const inputs = await this.getAllInputs();
    const named = inputs.filter(({ name }) => name === inputName);
    const found = named.length > 0 ? named : inputs.filter(({ id }) => id === inputName);
    const [input] = found;
    if (input && found.length === 1) return input;
    if (input) throw ambiguous(inputName, found);
    throw unknown(inputName, inputs);
  }

  /**
   * Stop pulling data. Source: `Inputs.pause_input`, `PUT inputs/{id}/pause?pause=true`.
   * @param onItsWay says by the input's id which pause or resume is approved and not yet carried out: the input is
   *   taken to be as that will leave it
   */
  pauseInput(inputName: string, onItsWay: OnItsWay = nothingIs): Promise<Plan> {
    return this.#planPause(inputName, true, onItsWay);
  }

  /** Pull data again. Source: `Inputs.resume_input`, `PUT inputs/{id}/pause?pause=false`. @param onItsWay as above */
  resumeInput(inputName: string, onItsWay: OnItsWay = nothingIs): Promise<Plan> {
    return this.#planPause(inputName, false, onItsWay);
  }

  /**
   * Replaces one field of an input's configuration. Source: `Inputs.edit_input_configuration`, `PUT inputs/{id}`.
   * @param typed the new value as a person writes it; it takes the form that the field has
   */
  async editInputConfiguration(inputName: string, fieldToEdit: string, typed: string): Promise<Plan> {
    // First, so that no other refusal repeats what was typed.
    refuseSecret(fieldToEdit, typed);
    const input = await this.getInput(inputName);
    const current = fieldOf(input, fieldToEdit);
    refuseMasked(input);
    const result = typedValue(current, typed);
    if (!result.ok) {
      throw new KnownError(
        'bad_value',
        `${code(fieldToEdit)} of ${code(input.name)} ${result.expected}, and ${quoted(typed)} is not. Nothing was changed.`,
      );
    }
    if (isSame(current, result.value)) {
      throw new KnownError(
        'nothing_to_do',
        `${code(fieldToEdit)} of ${code(input.name)} is ${code(typed, 60)} already. There is nothing to change.`,
      );
    }
    const operation = { kind: 'edit', field: fieldToEdit, value: result.value } as const;
    return { input, operation, base: input.document, proposed: propose(operation, input) };
  }

  async #planPause(inputName: string, paused: boolean, onItsWay: OnItsWay): Promise<Plan> {
    const input = await this.find(inputName);
    if (input.paused === undefined) {
      throw new KnownError(
        'nothing_to_do',
        `${code(input.name)} is of type ${code(input.type)}, which has no paused state: data is pushed to it. Nothing was sent.`,
      );
    }
    const coming = await onItsWay(input.id);
    const willBe = coming === undefined ? input.paused : coming === 'pause';
    if (willBe === paused) {
      const state = coming === undefined ? STATES.is(paused) : STATES.becomes(paused);
      throw new KnownError('nothing_to_do', `${code(input.name)} is ${state}. Nothing was sent.`);
    }
    return { input, operation: { kind: paused ? 'pause' : 'resume' } };
  }
}

/** Strings that hold the same JSON are the same, however they are spaced: the change would show no difference. */
function isSame(current: unknown, value: unknown): boolean {
  return deepEqual(heldJson(current) ?? current, heldJson(value) ?? value);
}

function ambiguous(name: string, found: readonly InputFacts[]): KnownError {
  const ids = found.map(({ id }) => code(id)).join(', ');
  return new KnownError(
    'unknown_input',
    `${found.length} inputs are called ${code(name)}. Use an id instead: ${ids}.`,
  );
}

function unknown(typed: string, inputs: readonly InputFacts[]): KnownError {
  const meant = nearest(
    typed,
    inputs.map(({ name }) => name),
  );
  const hint = didYouMean(meant) ?? 'See them all with `/alooma list`.';
  return new KnownError('unknown_input', `No input is called ${code(typed)}. ${hint}`, {
    meant: { typed, nearest: meant },
  });
}

function fieldOf(input: Input, field: string): unknown {
  if (Object.hasOwn(input.configuration, field)) return input.configuration[field];
  const fields = Object.keys(input.configuration);
  const meant = nearest(field, fields);
  const hint =
    didYouMean(meant) ??
    `It has ${fields
      .slice(0, 20)
      .map((name) => code(name))
      .join(', ')}.`;
  throw new KnownError('unknown_field', `${code(input.name)} has no field ${code(field)}. ${hint}`, {
    meant: { typed: field, nearest: meant },
  });
}

/** What looks like JSON is not repeated: where it does not parse, nobody can say whether a secret is in it. */
function quoted(typed: string): string {
  return /^\s*[[{]/.test(typed) ? 'what you typed' : code(typed, 60);
}

function refuseSecret(field: string, typed: string): void {
  if (!holdsSecret(field, typed)) return;
  throw new KnownError(
    'secret_in_command',
    `What you typed for ${code(field)} holds a secret, and a command stays readable in Slack. Nothing was changed and nothing of it was kept. Change it in Alooma itself, and replace the secret that you have just typed.`,
  );
}

/** A masked value that is written back overwrites the secret, and the whole input is written back. */
function refuseMasked(input: Input): void {
  const masked = maskedSecrets(input.configuration);
  if (masked.length === 0) return;
  const paths = masked.slice(0, 5).map((path) => code(path));
  throw new KnownError(
    'masked_secret',
    `${code(input.name)} was read with its secrets masked (${paths.join(', ')}), and writing it back would overwrite them with the mask. Nothing was changed: edit it in Alooma itself.`,
  );
}
