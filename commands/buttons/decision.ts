import { renderSentence } from '../../blocks/answers.ts';
import type { Decided } from '../../src/services/changes.ts';
import type { Answer } from '../router/define.ts';

/** A decision shows on the card, which everybody sees; why there was none is for the one who clicked. */
export function answerDecision(decided: Decided): Answer {
  if (!decided.decided) return { kind: 'message', to: 'asker', message: renderSentence(decided.why) };
  if (decided.change.card) return { kind: 'card', changeId: decided.change.id };
  const message = renderSentence(`This change is ${decided.change.state}. It never had a card.`);
  return { kind: 'message', to: 'asker', message };
}
