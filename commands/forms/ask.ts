import { isDirect } from '../../src/domain/change.ts';
import type { Modal } from '../../src/domain/message.ts';
import type { Actor } from '../../src/domain/policy/actor.ts';
import { nobodyElseSees } from '../../src/services/change-refusals.ts';
import type { Plan } from '../../src/services/inputs.ts';
import type { ModalAnswer, Origin, Services, SpokenAnswer } from '../router/define.ts';

export interface Asking {
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
}

/** Makes a change of a plan. @returns its card */
export async function ask(plan: Plan, { actor, origin, services }: Asking): Promise<SpokenAnswer> {
  const { id } = await services.changes.ask(plan, { actor, ...origin });
  return { kind: 'card', changeId: id };
}

/**
 * Opens a form whose change somebody else will have to approve.
 * @throws KnownError `not_permitted` where nobody else would see the card: before the form is filled in, not after
 */
export function openForm({ channelId }: Origin, title: string, build: () => Promise<Modal>): ModalAnswer {
  if (isDirect(channelId)) throw nobodyElseSees();
  return { kind: 'modal', title, build };
}
