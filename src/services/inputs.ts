import type { Groups } from '../domain/groups.ts';
import type { Input, InputFacts } from '../domain/input.ts';
import { compareNames, type InputFilter, quotedWithComma, selectInputs } from '../domain/inputs-view.ts';
import type { Json } from '../domain/json.ts';
import { MASK } from '../domain/mask.ts';
import { code } from '../domain/mrkdwn.ts';
import type { Profile, Profiles } from '../domain/profile.ts';
import { holdsSecret } from '../domain/secrets.ts';
import { type TableEntry, tablesOfInput } from '../domain/tables.ts';
import { KnownError } from '../errors.ts';
import { carryOutNow } from './applying/at-once.ts';
import { findAmong } from './finding.ts';
import { editForm, notADatabase, secretInCommand, typedMask } from './input-refusals.ts';
import type { Capability, Pipeline } from './pipeline.ts';
import { refuseTaken, sourceOf } from './planning/copying.ts';
import { type NewDatabaseInput, type NewTable, planCreate } from './planning/creating.ts';
import {
  planAutoMap,
  planField,
  planFields,
  planParameter,
  planTables,
  planTemplate,
  refuseSecretParameter,
  refuseSecretTemplate,
} from './planning/editing.ts';
import type { Plan } from './planning/planning.ts';
import { previewOf } from './planning/previewing.ts';
import { type PauseOptions, planSwitch, type SwitchOptions } from './planning/switching.ts';

export type { NewDatabaseInput, NewTable } from './planning/creating.ts';
export type { Plan } from './planning/planning.ts';

/** Was it typed where only the program reads it (a form), so that it may hold a secret? */
export interface Typing {
  readonly mayHoldSecret?: boolean;
}

/**
 * The documented Inputs service: the sources that data is pulled from. It knows neither Slack nor Alooma, only a
 * `Pipeline`. What changes something gives a `Plan`, to be looked at, approved and applied. Its methods throw a
 * `KnownError` for what a person can mend and a `PipelineError` for what they cannot.
 */
export class Inputs {
  readonly #pipeline: Pipeline;
  readonly #profiles: Profiles;

  /** @param profiles the credentials that can be chosen by name */
  constructor(pipeline: Pipeline, profiles: Profiles = new Map()) {
    this.#pipeline = pipeline;
    this.#profiles = profiles;
  }

  /** Every input, in the pipeline's order. Source: `Inputs.get_all_inputs`, `GET inputs`. */
  getAllInputs(): Promise<InputFacts[]> {
    return this.#pipeline.listInputs();
  }

  /**
   * The names of all inputs, in alphabetical order. Source: `Inputs.list_inputs`.
   * @param addQuotesCommas each as `'name',`, a quote in a name doubled as SQL has it
   */
  async listInputs({ addQuotesCommas = false } = {}): Promise<string[]> {
    const inputs = await this.getAllInputs();
    const names = inputs.map(({ name }) => name).sort(compareNames);
    return addQuotesCommas ? names.map(quotedWithComma) : names;
  }

  /**
   * What is known of the inputs, sorted by name. Source: `Inputs.view_inputs`.
   * @param singleInput only this one, whatever the filter
   * @throws KnownError `unknown_input`; `bad_value` where no input is of the filter's type, with those that there are
   */
  async viewInputs(singleInput?: string, filter: InputFilter = {}): Promise<InputFacts[]> {
    if (singleInput !== undefined) return [await this.find(singleInput)];
    return selectInputs(await this.getAllInputs(), filter);
  }

  /**
   * One input with its document, read now. Source: `Inputs.get_input`, `GET inputs/{id}`.
   * @param inputName its id or its name; an id goes before a name
   */
  async getInput(inputName: string): Promise<Input> {
    const { id } = await this.find(inputName);
    const input = await this.#pipeline.readInput(id);
    if (!input) throw new KnownError('unknown_input', `${code(inputName)} was deleted just now.`);
    return input;
  }

  /** What a listing says of one input. @throws KnownError `unknown_input` with the nearest names */
  async find(inputName: string): Promise<InputFacts> {
    return findAmong(await this.getAllInputs(), inputName);
  }

  /**
   * A database input's tables with their update indicators, in the order in which they stand. Source:
   * `Inputs.list_tables`. @throws KnownError `not_a_database` that names the input's type
   */
  async listTables(inputName: string): Promise<{ input: InputFacts; tables: readonly TableEntry[] }> {
    const input = await this.find(inputName);
    const tables = tablesOfInput(input);
    if (!tables) throw notADatabase(input);
    return { input, tables };
  }

  /**
   * Stop pulling data. Source: `Inputs.pause_input`, `PUT inputs/{id}/pause?pause=true`.
   * @throws KnownError `nothing_to_do` when it is paused already, and nothing about when that ends would be changed
   */
  async pauseInput(inputName: string, options: PauseOptions = {}): Promise<Plan> {
    return planSwitch(await this.find(inputName), true, options);
  }

  /** Pull data again. Source: `Inputs.resume_input`, `PUT inputs/{id}/pause?pause=false`. */
  async resumeInput(inputName: string, options: SwitchOptions = {}): Promise<Plan> {
    return planSwitch(await this.find(inputName), false, options);
  }

  /**
   * Delete an input, which cannot be undone. Source: `Inputs.delete_input`, `POST plumbing/nodes/remove/{id}`.
   * @param input its name or id, or what was just read of it
   */
  async deleteInput(input: string | Input): Promise<Plan> {
    this.#need('delete', 'delete inputs');
    const read = await this.#read(input);
    const events = this.#pipeline.capabilities.has('events') ? await this.#eventsOf(read) : undefined;
    return { input: read, operation: { kind: 'delete', ...(events && { events }) }, base: read.document };
  }

  /**
   * Create a database input: the configuration of an existing one, with what is given over it. Source:
   * `Inputs.create_input_database`, `POST plumbing/inputs`.
   * @throws KnownError with `fields` keyed `name`, `copy_from`, `profile`, `tables`, `server`, `port`, `database`,
   *   `user`, `password`, `type`, `schema`, `replication_type`, `batch_size`, `auto_map`, `default_schema`
   */
  async createInputDatabase(wanted: NewDatabaseInput): Promise<Plan> {
    this.#need('create', 'create inputs');
    refuseTaken(wanted.newInputName, await this.getAllInputs());
    const source = await sourceOf(wanted.existingInput, (name) => this.getInput(name));
    return planCreate(wanted, source, this.#profileOf(wanted.profile));
  }

  /**
   * Replaces one field of an input's configuration. Source: `Inputs.edit_input_configuration`, `PUT inputs/{id}`.
   * @param typed the new value as a person writes it; it takes the form that the field has
   */
  async editInputConfiguration(inputName: string, fieldToEdit: string, typed: string): Promise<Plan> {
    // First, so that no other refusal repeats what was typed.
    if (typed.includes(MASK)) throw typedMask(fieldToEdit, editForm(inputName));
    if (holdsSecret(fieldToEdit, typed)) throw secretInCommand(fieldToEdit, editForm(inputName));
    return planField(await this.getInput(inputName), fieldToEdit, typed);
  }

  /**
   * Changes several places at once in the configuration of an input, or of one as it was read: what edits were made from.
   * @param edits paths below `configuration`; a value of undefined removes what is there
   * @param options.profile a credentials profile: what it holds goes into the fields that the input has, where the
   *   edits do not say otherwise
   */
  async editFields(
    input: string | Input,
    edits: readonly { readonly path: readonly string[]; readonly value: Json | undefined }[],
    options: { profile?: string | undefined } = {},
  ): Promise<Plan> {
    const read = await this.#read(input);
    const profile = this.#profileOf(options.profile);
    return planFields(read, edits, profile && { name: options.profile ?? '', profile });
  }

  /**
   * Add tables to a database input. Source: `Inputs.add_table_to_input`.
   * @param newTables without an update indicator, a table gets the usual one of its database, where it has one
   * @throws KnownError with `fields` keyed `tables`
   */
  async addTableToInput(inputName: string, newTables: readonly NewTable[]): Promise<Plan> {
    return planTables(await this.getInput(inputName), newTables);
  }

  /** Turn auto-mapping on or off. Source: `Inputs.change_auto_mapping_mode`. */
  async changeAutoMappingMode(inputName: string, newMappingMode: boolean): Promise<Plan> {
    return planAutoMap(await this.getInput(inputName), newMappingMode);
  }

  /**
   * Give parameters of a REST input a template, such as `%Y-%m-%d`. Source:
   * `Inputs.add_template_to_parameter_configuration`.
   * @throws KnownError `unknown_parameter` with those that exist; `fields` keyed `parameters`, `template`
   */
  async addTemplateToParameterConfiguration(
    inputName: string,
    addToParameter: string | readonly string[],
    template: string,
    { mayHoldSecret = false }: Typing = {},
  ): Promise<Plan> {
    const parameters = [...new Set(typeof addToParameter === 'string' ? [addToParameter] : addToParameter)];
    if (!mayHoldSecret) refuseSecretTemplate(inputName, parameters, template);
    return planTemplate(await this.getInput(inputName), parameters, template, mayHoldSecret);
  }

  /**
   * Set one field of a REST input's parameter, for example `value` from 100 to 10. Source:
   * `Inputs.edit_parameter_configuration`.
   * @throws KnownError `unknown_parameter`, `unknown_field` with those that exist; `fields` keyed `parameter`, `field`,
   *   `value`
   */
  async editParameterConfiguration(
    inputName: string,
    parameterToEdit: string,
    valueToSet: string,
    newValue: string,
    { mayHoldSecret = false }: Typing = {},
  ): Promise<Plan> {
    const typed = [parameterToEdit, valueToSet, newValue] as const;
    if (!mayHoldSecret) refuseSecretParameter(inputName, typed);
    return planParameter(await this.getInput(inputName), typed, mayHoldSecret);
  }

  /**
   * What a plan would change, by key path, secrets masked. Source: `Inputs.preview_input_changes`.
   * @param show which of the four groups; all of them when absent
   */
  previewInputChanges(
    plan: Plan,
    show: readonly (keyof Groups)[] = ['matching', 'changed', 'removed', 'added'],
  ): Promise<Partial<Groups>> {
    return previewOf(plan, show);
  }

  /**
   * Carries a plan out at once, without an approval: for use without Slack. Nothing is sent when the input is no more
   * as it was planned on. Source: `Inputs.apply_input_changes`.
   * @returns the id of the input that was created
   * @throws KnownError `out_of_date`, `masked_secret`, `nothing_to_do`
   */
  applyInputChanges(plan: Plan): Promise<string | undefined> {
    return carryOutNow(this.#pipeline, plan);
  }

  #read(input: string | Input): Promise<Input> {
    return typeof input === 'string' ? this.getInput(input) : Promise.resolve(input);
  }

  /** Of the event types, those that come from an input. */
  async #eventsOf({ name }: InputFacts): Promise<string[]> {
    const events = await this.#pipeline.listEvents();
    return events.filter(({ inputName }) => inputName === name).map((event) => event.name);
  }

  #profileOf(name: string | undefined): Profile | undefined {
    if (name === undefined) return undefined;
    const profile = this.#profiles.get(name);
    if (profile) return profile;
    const sentence = `There is no credentials profile ${code(name)} on the server. Nothing was changed.`;
    throw new KnownError('unknown_profile', sentence, { fields: { profile: sentence } });
  }

  #need(capability: Capability, what: string): void {
    if (this.#pipeline.capabilities.has(capability)) return;
    throw new KnownError('not_available', `This pipeline cannot ${what}. Nothing was changed.`);
  }
}
