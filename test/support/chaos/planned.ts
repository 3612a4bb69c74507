import { randomUUID } from 'node:crypto';
import { propose, type Rewrite } from '../../../src/domain/operation.ts';
import type { Plan } from '../../../src/services/planning/planning.ts';

/** An input that is edited often, and plans for it that need no reading. */
export interface Marked {
  readonly id: string;
  readonly name: string;
  readonly document: string;
}

/** With one field that every edit sets to a value of its own, so that each effect is known by what it wrote. */
export function markedInput(name: string): Marked {
  const id = randomUUID();
  const configuration = { marker: 'm0', outside: 'o0', tables: '{"first":"updated_at"}', batch_size: 1 };
  const document = JSON.stringify({
    id,
    category: 'INPUT',
    name,
    type: 'ODBC',
    configuration,
    paused: false,
  });
  return { id, name, document };
}

/** @param base the input's document as it is now */
export function planOfMark({ id, name }: Marked, base: string, marker: string): Plan {
  const operation: Rewrite = { kind: 'edit', edits: [{ path: ['marker'], value: marker }] };
  return { input: { id, name, type: 'ODBC' }, operation, base, proposed: propose(operation, base) };
}

export function planOfDelete({ id, name, document }: Marked): Plan {
  return { input: { id, name, type: 'ODBC' }, operation: { kind: 'delete' }, base: document };
}
