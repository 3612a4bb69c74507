import { z } from 'zod';
import { setConfigurationField } from './document.ts';
import type { Input } from './input.ts';
import { Json } from './json.ts';

/**
 * What a change does. It is kept rather than its result, since what is written is the operation applied to the input
 * as it is when the change is applied.
 */
export const Operation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('edit'), field: z.string(), value: Json }),
]);
export type Operation = z.infer<typeof Operation>;
export type Action = Operation['kind'];

/** Operations that rewrite an input's document; the others switch something beside it. */
export type DocumentOperation = Extract<Operation, { kind: 'edit' }>;

export function isDocumentOperation(operation: Operation): operation is DocumentOperation {
  return operation.kind === 'edit';
}

/** The state that pausing or resuming leads to. */
export function pausedBy(operation: Exclude<Operation, DocumentOperation>): boolean {
  return operation.kind === 'pause';
}

/** @returns the input's document with the operation done to it */
export function propose(operation: DocumentOperation, input: Pick<Input, 'document'>): string {
  return setConfigurationField(input.document, operation.field, operation.value);
}
