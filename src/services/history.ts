import { hasHistory, historyOf, namesInHistory } from '../db/history.ts';
import type { Pool } from '../db/pool.ts';
import type { HistoryPage, PastChange, Turn } from '../domain/history.ts';
import { historyJson } from '../domain/history-json.ts';
import type { InputFacts } from '../domain/input.ts';
import { code } from '../domain/mrkdwn.ts';
import { didYouMean, nearestSteps } from '../domain/nearest.ts';
import { KnownError } from '../errors.ts';
import { inSlices, othersFirst } from './in-slices.ts';
import { type Pipeline, PipelineError } from './pipeline.ts';

export interface HistoryOptions {
  readonly pool: Pool;
  readonly pipeline: Pick<Pipeline, 'listInputs'>;
}

export interface HistoryFile {
  /** A list of objects, the newest first. */
  readonly content: string;
  readonly count: number;
  /** False where there are more than one file holds. */
  readonly isWhole: boolean;
}

const A_PAGE = 10;
/** Of names that are compared with one that is not known. */
const MOST_NAMES = 5_000;
/** Changes in a file, and how many of them are read at a time. */
const MOST_IN_FILE = 10_000;
const READ_AT_A_TIME = 200;

/** What was asked for, of inputs that are there and of those that are gone. */
export class History {
  readonly #pool: Pool;
  readonly #pipeline: HistoryOptions['pipeline'];

  constructor({ pool, pipeline }: HistoryOptions) {
    this.#pool = pool;
    this.#pipeline = pipeline;
  }

  /**
   * The name of the input that is meant: by its name, or by its id while it is there.
   * @throws KnownError `unknown_input` with the nearest names, of inputs that are there and of those that are gone
   */
  async nameOf(typed: string): Promise<string> {
    if (await hasHistory(this.#pool, typed)) return typed;
    const inputs = await this.#inputs();
    const input = inputs?.find(({ id }) => id === typed) ?? inputs?.find(({ name }) => name === typed);
    if (input) return input.name;
    const names = await namesInHistory(this.#pool, MOST_NAMES);
    const candidates = new Set([...names, ...(inputs ?? []).map(({ name }) => name)]);
    const meant = await inSlices(nearestSteps(typed, [...candidates]));
    const hint = didYouMean(meant) ?? 'See the latest of all inputs with `/alooma history`.';
    throw new KnownError('unknown_input', `Nothing is known of an input called ${code(typed)}. ${hint}`, {
      meant: { typed, nearest: meant },
    });
  }

  /** @param inputName of all inputs when absent @param turn from the newest on when absent */
  async page(inputName?: string, turn?: Turn): Promise<HistoryPage> {
    // One more than is shown says whether there are others.
    const found = await historyOf(this.#pool, { inputName, turn, most: A_PAGE + 1 });
    const hasMore = found.length > A_PAGE;
    if (turn?.to !== 'newer') {
      return { changes: found.slice(0, A_PAGE), hasNewer: turn !== undefined, hasOlder: hasMore };
    }
    // Too few to fill a page: it is the first one.
    if (!hasMore) return this.page(inputName);
    return { changes: found.slice(-A_PAGE), hasNewer: true, hasOlder: true };
  }

  /** The newest ones as JSON, as many as a file is to hold. */
  async file(inputName?: string): Promise<HistoryFile> {
    const lines: string[] = [];
    let last: PastChange | undefined;
    while (lines.length < MOST_IN_FILE) {
      const turn: Turn | undefined = last && { to: 'older', from: last.place };
      const read = await historyOf(this.#pool, { inputName, turn, most: READ_AT_A_TIME });
      lines.push(...(await inSlices(linesOf(read))));
      last = read.at(-1);
      if (read.length < READ_AT_A_TIME) return fileOf(lines, true);
    }
    const turn: Turn | undefined = last && { to: 'older', from: last.place };
    const more = await historyOf(this.#pool, { inputName, turn, most: 1 });
    return fileOf(lines, more.length === 0);
  }

  /** @returns `undefined` where the pipeline cannot say: what is kept here is known all the same */
  async #inputs(): Promise<InputFacts[] | undefined> {
    try {
      return await this.#pipeline.listInputs();
    } catch (error) {
      if (error instanceof PipelineError) return undefined;
      throw error;
    }
  }
}

function* linesOf(changes: readonly PastChange[]) {
  const lines: string[] = [];
  for (const change of changes) {
    lines.push(historyJson(change));
    yield;
  }
  return lines;
}

async function fileOf(lines: readonly string[], isWhole: boolean): Promise<HistoryFile> {
  await othersFirst();
  return { content: `[${lines.join(',\n')}]\n`, count: lines.length, isWhole };
}
