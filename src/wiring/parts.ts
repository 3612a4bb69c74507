import { isDiffCut, renderCard, renderMoved } from '../../blocks/card.ts';
import { renderUnreadable } from '../../blocks/unreadable.ts';
import { createAlooma } from '../alooma/index.ts';
import type { Config } from '../config.ts';
import { createChangeStore } from '../db/changes.ts';
import { createPool, type Pool, PROMPT } from '../db/pool.ts';
import { createSealer } from '../db/sealing.ts';
import type { Change } from '../domain/change.ts';
import type { Preview } from '../domain/diff.ts';
import { type Redacted, redactionOf, redactSampleSteps } from '../domain/sample-redaction.ts';
import { createSampleFiles } from '../files/index.ts';
import type { Logger } from '../log.ts';
import { Changes } from '../services/changes.ts';
import { Forgetting } from '../services/forgetting.ts';
import { inSlices } from '../services/in-slices.ts';
import { TimedPauses } from '../services/pausing/timed-pauses.ts';
import { Pending } from '../services/pending.ts';
import type { Pipeline } from '../services/pipeline.ts';
import { createPreviews } from '../services/previews.ts';
import { createRights } from '../services/rights.ts';
import { Samples } from '../services/samples.ts';
import { Undoing } from '../services/undoing/undoing.ts';
import { createCards } from '../slack/cards.ts';
import { createOneTryWebClient, createWebClient } from '../slack/client.ts';
import { createMessenger } from '../slack/messenger.ts';
import { createPeople } from '../slack/people.ts';
import { createApiSource } from '../sources/api/index.ts';
import { createRowSource } from '../sources/postgres/index.ts';

import { createOurTeam } from './inlet.ts';
import { createPolicyHolder } from './policy.ts';

export type Parts = ReturnType<typeof createParts>;

/** What both the bot and its worker are made of. Nothing is connected to by making it. */
export function createParts(config: Config, logger: Logger) {
  const pool = createPool(config.databaseUrl, logger);
  // What people wait for has connections of its own: jobs take long, and may wait longer for an answer.
  const prompt = createPool(config.databaseUrl, logger, PROMPT);
  const sealer = createSealer(config.encryptionKeys);
  const store = createChangeStore(sealer);
  const pipeline = createAlooma({ ...config.alooma, logger });
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const poster = createOneTryWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const messenger = createMessenger(client, poster, config.slack.apiUrl);
  const policy = createPolicyHolder(config, logger);
  const people = createPeople({ client, ourTeam: createOurTeam(client), logger });
  const rights = createRights(() => policy.current().policy, people);
  const previews = createPreviews();
  const { changeTtl, remindAfter } = config;
  const changesOn = (on: Pool) => new Changes({ pool: on, store, rights, previews, changeTtl, remindAfter });
  const changes = changesOn(prompt);
  const undoing = new Undoing({ pool: prompt, pipeline, rights, changes });
  const forgetting = new Forgetting({
    ...{ pool, store, sealer, previews },
    keyIds: config.encryptionKeys.map(({ id }) => id),
    retentionDays: config.retentionDays,
  });
  const pending = new Pending(prompt, sealer, rights);
  const timeZone = (userId: string) => people.timeZone(userId);
  const pauses = new TimedPauses({ pool: prompt, store, rights, changes, timeZone });
  const isCut = (change: Change, preview: Preview | undefined) =>
    isDiffCut(change, preview, config.accountLabel);
  const cards = createCards({
    pool,
    store,
    messenger,
    previews,
    render: (change, preview, waiting) => renderCard(change, preview, config.accountLabel, waiting),
    renderMoved,
    renderUnreadable,
    isDiffCut: isCut,
    logger,
  });
  return {
    ...{ pool, store, pipeline, client, poster, messenger, policy, people, rights, changes, previews, cards },
    ...{ prompt, jobChanges: changesOn(pool) },
    ...{ undoing, forgetting, sealer },
    pending,
    pauses,
    isDiffCut: isCut,
    ...createSampleParts(config, pipeline),
  };
}

function createSampleParts({ samples: { folder, ...config }, alooma }: Config, pipeline: Pipeline) {
  const files = createSampleFiles(folder);
  const redaction = redactionOf(config.redact);
  const redact = (text: string): Promise<Redacted> => inSlices(redactSampleSteps(text, redaction));
  const changeSaved = config.redactSaved ? async (text: string) => (await redact(text)).text : undefined;
  const samples = new Samples({
    pipeline,
    files,
    changeSaved,
    apis: createApiSource({ allowedHosts: config.allowedHosts }),
    rows: createRowSource(),
    connections: config.connections,
    apiKeys: config.apiKeys,
    concurrency: alooma.concurrency,
  });
  return { files, redaction, redact, changeSaved, samples };
}
