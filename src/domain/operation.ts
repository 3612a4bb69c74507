import { z } from 'zod';
import { configurationOf, type Edit, editConfiguration, newInputText } from './document.ts';
import { Json } from './json.ts';
import { keptValue, type Secrets } from './kept-secrets.ts';
import { parameterEdits, templateEdits } from './parameters.ts';
import { tableEdits } from './tables.ts';
import { inFormOf } from './typed-value.ts';

/** A value below `configuration`: in the open, or a name under which `Change.secrets` keeps it; absent to remove it. */
const KeptEdit = z.object({
  path: z.array(z.string()).min(1),
  value: Json.optional(),
  secret: z.string().optional(),
  /** The JSON text of a value in the open, where also its form has to be as it was: 1.0 is not 1 to every reader. */
  written: z.string().optional(),
});
export type KeptEdit = z.infer<typeof KeptEdit>;

const Edits = z.object({
  kind: z.literal('edit'),
  edits: z.array(KeptEdit).min(1),
  /** The credentials profile that some of the values were taken from. */
  profile: z.string().optional(),
});

/** Rows of version 0.1.0 hold one field and its value. */
const OneField = z.looseObject({ kind: z.literal('edit'), field: z.string(), value: Json });

function withEdits(operation: unknown): unknown {
  const { success, data } = OneField.safeParse(operation);
  return success ? { kind: 'edit', edits: [{ path: [data.field], value: data.value }] } : operation;
}

/**
 * What a change does. It is kept rather than its result, since what is written is the operation applied to the input
 * as it is when the change is applied.
 */
export const Operation = z.preprocess(
  withEdits,
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pause') }),
    z.object({ kind: z.literal('resume') }),
    Edits,
    z.object({ kind: z.literal('add_tables'), tables: z.array(z.tuple([z.string(), z.string()])).min(1) }),
    z.object({ kind: z.literal('auto_map'), on: z.boolean() }),
    z.object({
      kind: z.literal('template'),
      parameters: z.array(z.string()).min(1),
      template: Json.optional(),
      secret: z.string().optional(),
    }),
    z.object({
      kind: z.literal('parameter'),
      parameter: z.string(),
      field: z.string(),
      value: Json.optional(),
      secret: z.string().optional(),
    }),
    z.object({
      kind: z.literal('delete'),
      /** The names of the event types that come from it, where the pipeline tells. */
      events: z.array(z.string()).optional(),
    }),
    z.object({
      kind: z.literal('create'),
      copiedFrom: z.object({ id: z.string(), name: z.string() }),
      name: z.string(),
      edits: z.array(KeptEdit),
      profile: z.string().optional(),
    }),
  ]),
);
export type Operation = z.output<typeof Operation>;
export type Action = Operation['kind'];

export type Switch = Extract<Operation, { kind: 'pause' | 'resume' }>;
/** Operations that rewrite an input's document. */
export type Rewrite = Exclude<Operation, Switch | { kind: 'delete' | 'create' }>;
export type Create = Extract<Operation, { kind: 'create' }>;
/** Operations that give a document: that of the input, or of the one which is to be created. */
export type Proposing = Rewrite | Create;

/** Pausing and resuming set something beside the document; everything else needs the document to be as it was. */
export function isSwitch(operation: Operation): operation is Switch {
  return operation.kind === 'pause' || operation.kind === 'resume';
}

/** The state that pausing or resuming leads to. */
export function pausedBy(operation: Switch): boolean {
  return operation.kind === 'pause';
}

/** The key paths below `configuration` that it changes, for the policy; the empty one for all of it. */
export function fieldsOf(operation: Operation): string[][] {
  switch (operation.kind) {
    case 'edit':
      return operation.edits.map(({ path }) => path);
    case 'add_tables':
      return operation.tables.map(([table]) => ['tables', table]);
    case 'auto_map':
      return [['auto_map']];
    case 'template':
      return operation.parameters.map((parameter) => ['parameters', parameter, 'template']);
    case 'parameter':
      return [['parameters', operation.parameter, operation.field]];
    // What is copied is set in the new input, whoever typed it.
    case 'create':
      return [[]];
    case 'pause':
    case 'resume':
    case 'delete':
      return [];
  }
}

/**
 * @param document of the input; for `create`, of the input that is copied
 * @param secrets what the operation refers to by name
 * @returns the document with the operation done to it; for `create`, what is sent to create the input
 */
export function propose(operation: Proposing, document: string, secrets: Secrets = {}): string {
  const edited = editConfiguration(document, editsOf(operation, document, secrets));
  return operation.kind === 'create' ? newInputText(edited, operation.name) : edited;
}

/** Does it bring secrets with it? */
export function bringsSecrets(operation: Operation): boolean {
  switch (operation.kind) {
    case 'edit':
    case 'create':
      return operation.edits.some(({ secret }) => secret !== undefined);
    case 'template':
    case 'parameter':
      return operation.secret !== undefined;
    default:
      return false;
  }
}

function editsOf(operation: Proposing, document: string, secrets: Secrets): Edit[] {
  const configuration = configurationOf(document);
  switch (operation.kind) {
    case 'edit':
    case 'create':
      return operation.edits.map((edit) => ({
        path: edit.path,
        value: keptValue(edit, secrets),
        written: edit.written,
      }));
    case 'add_tables':
      return tableEdits(configuration, operation.tables);
    case 'auto_map':
      return [{ path: ['auto_map'], value: inFormOf(configuration.auto_map, operation.on) }];
    case 'template':
      return templateEdits(
        configuration,
        operation.parameters,
        keptValue({ value: operation.template, secret: operation.secret }, secrets),
      );
    case 'parameter':
      return parameterEdits(configuration, operation, keptValue(operation, secrets));
  }
}
