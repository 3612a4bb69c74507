import type { WebClient } from '@slack/web-api';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Standing } from '../readiness.ts';
import type { Health } from '../slack/health.ts';
import {
  createHealthInlet,
  createHttpInlet,
  createSocketInlet,
  type Inlet,
  type ReceiverOptions,
} from '../slack/receiver.ts';

/** How Slack's deliveries come in: with both secrets set, that is not to be seen from the environment. */
export function modeOf({ role, slack }: Config): string {
  if (role === 'worker') return 'none';
  return 'appToken' in slack.receiver ? 'Socket Mode' : 'HTTP';
}

export function createInlet(config: Config, health: Health, standing: Standing, logger: Logger): Inlet {
  const options: ReceiverOptions = {
    port: config.port,
    host: config.host,
    apiUrl: config.slack.apiUrl,
    logger,
    health,
    isOpen: () => standing.identity !== undefined && !standing.isStopping,
  };
  if (config.role === 'worker') return createHealthInlet(options);
  const { receiver } = config.slack;
  return 'appToken' in receiver
    ? createSocketInlet(receiver.appToken, options)
    : createHttpInlet(receiver.signingSecret, options);
}

export async function identify(client: WebClient): Promise<NonNullable<Standing['identity']>> {
  const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
  if (!teamId) throw new Error('Slack did not say which workspace the token belongs to');
  return { teamId, ...(botId ? { botId } : {}), ...(botUserId ? { botUserId } : {}) };
}

/** The workspace that the token belongs to, asked of Slack once: a worker needs it too, and starts without Slack. */
export function createOurTeam(client: WebClient): () => Promise<string> {
  let known: Promise<string> | undefined;
  return () => {
    known ??= identify(client).then(
      ({ teamId }) => teamId,
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };
}
