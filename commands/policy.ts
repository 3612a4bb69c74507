import { z } from 'zod';
import { renderExplained, renderPolicy } from '../blocks/policy.ts';
import { isDirect } from '../src/domain/change.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../src/domain/nearest.ts';
import { isReading } from '../src/domain/policy/matching.ts';
import { ACTION_WORDS, type PolicyAction } from '../src/domain/policy/policy.ts';
import { fieldsAhead } from '../src/domain/policy/prospect.ts';
import { KnownError } from '../src/errors.ts';
import { PipelineError } from '../src/services/pipeline.ts';
import { defineCommand, type Services } from './router/define.ts';

export const policy = defineCommand({
  verb: 'policy',
  also: ['rules', 'rights', 'who', 'permissions'],
  usage: 'policy [<action>] [<input>] [<field>]',
  summary:
    'Show what the policy says: who may do something, how many have to approve, and which rule says so',
  examples: ['policy', 'policy delete orders_db', 'policy edit orders_db password'],
  details: `An action is one of ${Object.values(ACTION_WORDS).join(', ')}. The answer says what holds for you right now, in this channel.`,
  args: z.object({
    action: z.string().optional(),
    input: z.string().optional(),
    field: z.string().optional(),
  }),
  action: 'read',
  run: async ({ args: { action: typed, input, field }, actor, origin, services }) => {
    const { rights } = services;
    if (typed === undefined) {
      return { kind: 'message', to: 'asker', message: renderPolicy(services.policy()) };
    }
    const action = actionOf(typed);
    const { unread, ...about } = isReading(action) ? {} : await inputOf(services, action, input);
    const question = {
      action,
      ...about,
      ...(action === 'create' && { copiedName: null }),
      ...fieldsAhead(action, field),
      channelId: origin.channelId,
    };
    const asked = {
      action,
      inputName: about.inputName,
      field: isReading(action) ? undefined : field,
      unread,
      isDirect: isDirect(origin.channelId),
      failed: services.policy().failed,
    };
    const answered = await rights.explain(actor, question);
    // It resumes by itself, so that other rules may decide on it.
    const withEnd =
      action === 'pause' ? await rights.explain(actor, { ...question, also: ['resume'] }) : undefined;
    const message = renderExplained(asked, { ...answered, withEnd }, services.changeTtl);
    return { kind: 'message', to: 'asker', message };
  },
});

/** @throws KnownError `bad_arguments` with the action that is nearest */
function actionOf(typed: string): PolicyAction {
  const known = Object.entries(ACTION_WORDS) as [PolicyAction, string][];
  const found = known.find(([, word]) => word === typed.toLowerCase());
  if (found) return found[0];
  const words = known.map(([, word]) => word);
  const meant = nearest(typed, words, 1);
  throw new KnownError(
    'bad_arguments',
    `The policy knows no action ${code(typed)}. ${didYouMean(meant) ?? `There are ${words.join(', ')}.`}`,
    { meant: { typed, nearest: meant } },
  );
}

interface About {
  readonly inputName?: string;
  readonly inputType?: string;
  /** Why its type is not known, as a sentence. */
  readonly unread?: string;
}

/**
 * A new input is not there yet: its name alone counts, and its type is that of the one which is copied. While the pipeline
 * does not answer, what was typed is taken for a name.
 */
async function inputOf({ inputs }: Services, action: PolicyAction, name: string | undefined): Promise<About> {
  if (name === undefined) return {};
  if (action === 'create') return { inputName: name };
  try {
    const input = await inputs.find(name);
    return { inputName: input.name, inputType: input.type };
  } catch (error) {
    if (error instanceof PipelineError) return { inputName: name, unread: error.message };
    throw error;
  }
}
