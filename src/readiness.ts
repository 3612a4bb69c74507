import type { Role } from './config.ts';

/** What is known of the process's own state, for `/readyz` and for whoever needs the bot's identity. */
export interface Standing {
  isMigrated: boolean;
  identity: { teamId: string; botId?: string; botUserId?: string } | undefined;
  /** Does the worker run, where there is one? */
  isWorking: boolean;
  /** Can deliveries come in? In Socket Mode the connection goes and is made anew. */
  readonly isConnected: () => boolean;
  isStopping: boolean;
}

const REMEMBERED_MS = 1_000;

/**
 * What a process of this role still lacks, each in a word.
 * @param askDatabase rejects when the database does not answer. It is asked once a second at most, however often
 *   somebody calls: the connections are for those who work
 */
export function createReadiness(
  role: Role,
  standing: Standing,
  askDatabase: () => Promise<unknown>,
): () => Promise<string[]> {
  let asked: { at: number; answer: Promise<boolean> } | undefined;

  function isDatabaseThere(): Promise<boolean> {
    if (!asked || performance.now() - asked.at > REMEMBERED_MS) {
      const answer = askDatabase().then(
        () => true,
        () => false,
      );
      asked = { at: performance.now(), answer };
    }
    return asked.answer;
  }

  return async () => {
    const hasDatabase = standing.isMigrated && (await isDatabaseThere());
    const hasSlack = role === 'worker' || (standing.identity !== undefined && standing.isConnected());
    const hasWorker = role !== 'worker' || standing.isWorking;
    return [
      ...(hasDatabase ? [] : ['database']),
      ...(hasSlack ? [] : ['slack']),
      ...(hasWorker ? [] : ['worker']),
      ...(standing.isStopping ? ['stopping'] : []),
    ];
  };
}
