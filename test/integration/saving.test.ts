import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MOST_HELD_MS, measureHeld } from '../../bench/held.ts';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import type { SaveProgress } from '../../src/domain/save.ts';
import { KnownError } from '../../src/errors.ts';
import { createSampleFiles } from '../../src/files/index.ts';
import { type Pipeline, PipelineError } from '../../src/services/pipeline.ts';
import type { SampleFiles } from '../../src/services/sample-sources.ts';
import { Samples } from '../../src/services/samples.ts';
import { type SavingRun, saveSamples, type ToSave } from '../../src/services/saving/saving.ts';
import { timeAwake } from '../support/live-clock.ts';
import { unzip } from '../support/unzip.ts';

const CONCURRENCY = 4;
const NUMBERS = '{"big":12345678901234567890,"price":1.50}';

let alooma: AloomaStandIn;
let pipeline: Pipeline;
let folder: string;
let files: SampleFiles;
let samples: Samples;

beforeEach(async () => {
  alooma = await startAlooma({ createDelay: 0 });
  pipeline = createAlooma({
    baseUrl: alooma.url,
    credentials: { apiKey: alooma.apiKey },
    retry: { attempts: 1 },
  });
  folder = await mkdtemp(join(tmpdir(), 'alooma-chatops-saving-'));
  files = createSampleFiles(folder);
  const nowhere = () => Promise.reject(new Error('Nothing else is asked'));
  samples = new Samples({
    pipeline,
    files,
    apis: { fetchEvents: nowhere },
    rows: { readRow: nowhere },
    concurrency: CONCURRENCY,
  });
});
afterEach(async () => {
  await alooma.close();
  await rm(folder, { recursive: true });
});

const save = (toSave: ToSave, run?: SavingRun) =>
  saveSamples(toSave, { pipeline, files, concurrency: CONCURRENCY }, run);
const listed = async () => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
const content = (fileName: string) => readFile(join(folder, fileName), 'utf8');
/** How often the samples of each event were asked for. */
const asked = () => {
  const names = alooma.requests.flatMap(
    ({ path }) => new URL(path, alooma.url).searchParams.get('eventType') ?? [],
  );
  return names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map());
};
const samplesOf = (eventType: string) => new RegExp(`^samples\\?eventType=${encodeURIComponent(eventType)}$`);
const ended = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('It did not fail');
    },
    (error: unknown) => error,
  );

async function refusal(work: Promise<unknown>): Promise<KnownError> {
  const error = await ended(work);
  if (error instanceof KnownError) return error;
  throw error;
}

describe('saving an event', () => {
  it('writes the list as Alooma gave it, and reads it again while Alooma is away', async () => {
    alooma.samples.addEvent({ name: 'Odd/Name ☂', samples: [NUMBERS, '{"z":1,"a":2}'] });
    const [file] = await samples.saveAloomaSamplesToFiles({ eventName: 'Odd/Name ☂' });
    expect(file?.fileName).toBe('event_odd_name__.json');
    const answer = await pipeline.listSamples('Odd/Name ☂', []);
    expect(await content('event_odd_name__.json')).toBe(answer.text);
    expect(answer.text).toContain(NUMBERS);

    await alooma.close();
    const again = await samples.getSamplesFromSavedSampleFiles('event', 'Odd/Name ☂');
    expect(again).toEqual(answer);
    const one = await samples.viewSamplesFromFile('event', 'Odd/Name ☂', 1);
    expect(one.samples.map(({ sample }) => sample)).toEqual([{ z: 1, a: 2 }]);
    expect(one.text).toBe(`[${JSON.stringify(JSON.parse(answer.text)[1])}]`);
    const none = await refusal(samples.viewSamplesFromFile('event', 'Odd/Name ☂', 2));
    expect(none.code).toBe('bad_value');
    alooma = await startAlooma();
  });

  it('says which was probably meant, and saves nothing', async () => {
    const { code, meant } = await refusal(samples.saveAloomaSamplesToFiles({ eventName: 'public.order' }));
    expect([code, meant?.nearest]).toEqual(['unknown_event', expect.arrayContaining(['public.orders'])]);
    expect(await listed()).toEqual([]);
  });

  it('fails as the pipeline does, since there is nothing else to go on with', async () => {
    alooma.faults.status(500, { path: samplesOf('public.orders') });
    const error = await ended(save({ type: 'event', name: 'public.orders' }));
    expect(error).toBeInstanceOf(PipelineError);
  });

  it('keeps an empty list of an event without samples', async () => {
    alooma.samples.addEvent({ name: 'quiet' });
    const { progress } = await save({ type: 'event', name: 'quiet' });
    expect(progress).toEqual({ total: 1, done: 1, failed: [], failedCount: 0, empty: 1, reused: 0 });
    expect((await samples.getSamplesFromSavedSampleFiles('event', 'quiet')).samples).toEqual([]);
  });

  it('masks what is to be masked before it is written', async () => {
    const change = async (text: string) => text.replaceAll(/\d{5,}/g, '0');
    await saveSamples({ type: 'event', name: 'public.orders' }, { pipeline, files, concurrency: 1, change });
    const { text } = await pipeline.listSamples('public.orders', []);
    expect(await content('event_public_orders.json')).toBe(await change(text));
  });
});

describe('saving an input', () => {
  it('writes a file for each of its events, and one that holds them all', async () => {
    const saved = await samples.saveAloomaSamplesToFiles({ inputName: 'orders_db' });
    const names = ['event_public_order_lines.json', 'event_public_orders.json', 'input_orders_db.json'];
    expect(saved.map(({ fileName }) => fileName).sort()).toEqual(names);
    expect(await listed()).toEqual(names);
    const of = async (type: 'event' | 'input', name: string) =>
      (await samples.getSamplesFromSavedSampleFiles(type, name)).samples;
    expect(await of('input', 'orders_db')).toEqual([
      ...(await of('event', 'public.order_lines')),
      ...(await of('event', 'public.orders')),
    ]);
  });

  it('says which was probably meant, and which has no events', async () => {
    expect((await refusal(samples.saveAloomaSamplesToFiles({ inputName: 'order_db' }))).code).toBe(
      'unknown_input',
    );
    alooma.add({ name: 'lonely', type: 'ODBC' });
    const { code, message } = await refusal(samples.saveAloomaSamplesToFiles({ inputName: 'lonely' }));
    expect([code, message]).toEqual(['no_samples', expect.stringContaining('`lonely`')]);
  });

  it('takes of the event that failed what was saved of it before: the file of the input loses nothing', async () => {
    await save({ type: 'input', name: 'orders_db' });
    const before = await content('input_orders_db.json');
    alooma.faults.status(500, { path: samplesOf('public.orders') });
    const { progress } = await save({ type: 'input', name: 'orders_db' });
    expect(progress.failed.map(({ name }) => name)).toEqual(['public.orders']);
    expect(await content('input_orders_db.json')).toBe(before);

    const { code, message } = await refusal(samples.saveAloomaSamplesToFiles({ inputName: 'orders_db' }));
    expect([code, message]).toEqual(['source_failed', expect.stringContaining('`public.orders`')]);
  });

  it('leaves out the event that failed where nothing was saved of it before', async () => {
    alooma.faults.status(500, { path: samplesOf('public.orders') });
    await save({ type: 'input', name: 'orders_db' });
    const { samples: there } = await samples.getSamplesFromSavedSampleFiles('input', 'orders_db');
    expect(new Set(there.map(({ eventType }) => eventType))).toEqual(new Set(['public.order_lines']));
  });

  it('saves the events of a list, with or without an input', async () => {
    await samples.writeAloomaSamplesToFiles(['Opportunity', 'Signed Up', 'Opportunity']);
    expect(await listed()).toEqual(['event_opportunity.json', 'event_signed_up.json']);
    await samples.writeAloomaSamplesToFiles(['Opportunity'], 'crm');
    expect(await listed()).toContain('input_crm.json');
    expect(asked().get('Opportunity')).toBe(2);
  });
});

describe('saving everything', () => {
  const seen: SaveProgress[] = [];
  const onProgress = (progress: SaveProgress) => seen.push(progress);
  beforeEach(() => {
    seen.length = 0;
  });

  it('writes every event once and every input, and says how far it is', async () => {
    for (const name of ['twice', 'twice', 'Public.Orders', '..', '../../x', 'n'.repeat(300), '__proto__']) {
      alooma.samples.addEvent({ name, input: 'orders/db', samples: [NUMBERS] });
    }
    const { files: saved, progress, isStopped } = await save({ type: 'all' }, { onProgress });
    const events = new Set((await pipeline.listEvents()).map(({ name }) => name));
    const inputs = new Set((await pipeline.listEvents()).map(({ inputName }) => inputName));
    expect(isStopped).toBe(false);
    expect(saved.map(({ fileName }) => fileName).sort()).toEqual(await listed());
    expect(saved).toHaveLength(events.size + inputs.size);
    expect(asked().get('twice')).toBe(1);
    for (const name of events) {
      const { text } = await pipeline.listSamples(name, []);
      expect((await samples.getSamplesFromSavedSampleFiles('event', name)).text).toBe(text);
    }
    expect(seen.map(({ done }) => done)).toEqual([0, ...Array.from(events, (_, at) => at + 1)]);
    expect(seen.every(({ total }) => total === events.size)).toBe(true);
    expect(seen.at(-1)).toEqual(progress);
  });

  it('names the event that fails, and saves the others', async () => {
    alooma.samples.addEvent({ name: 'alone', input: 'alone_db' });
    alooma.faults.status(500, { path: samplesOf('alone') });
    alooma.faults.status(200, { path: samplesOf('Signed Up'), body: 'no list' });
    const { progress, files: saved } = await save({ type: 'all' });
    expect(progress.failedCount).toBe(2);
    expect(progress.failed.map(({ name }) => name).sort()).toEqual(['Signed Up', 'alone']);
    expect(progress.failed.map(({ why }) => why).join()).toContain('Alooma failed (500)');
    expect(progress.done).toBe(progress.total);
    const names = saved.map(({ fileName }) => fileName);
    expect(names).not.toContain('event_alone.json');
    expect(names).not.toContain('input_alone_db.json');
    expect(names).toContain('input_web_events.json');
  });

  it('lists the events once, however many are empty, and takes one that Alooma knows nothing of for empty', async () => {
    const [gone = ''] = alooma.samples.addEvents(30);
    for (let at = 0; at < 20; at += 1) alooma.samples.addEvent({ name: `quiet ${at}`, input: 'quiet_db' });
    alooma.faults.status(404, { path: samplesOf(gone) });
    const listings = () => alooma.requests.filter(({ path }) => path.includes('event-types')).length;
    await samples.saveAloomaSamplesToFiles({});
    expect(listings()).toBe(1);
    expect((await samples.getSamplesFromSavedSampleFiles('event', gone)).samples).toEqual([]);
    await samples.saveAloomaSamplesToFiles({ inputName: 'quiet_db' });
    expect(listings()).toBe(3);
    const { message } = await refusal(samples.writeAloomaSamplesToFiles(['quiet 1', 'quiet one', gone]));
    expect(message).toContain('There is no event `quiet one`');
    expect(listings()).toBe(4);

    const { progress } = await save({ type: 'events', names: [gone] });
    expect([progress.failedCount, progress.empty]).toEqual([0, 1]);
  });

  it('keeps the names of the first fifty that failed', async () => {
    for (const name of alooma.samples.addEvents(60)) alooma.faults.status(400, { path: samplesOf(name) });
    const { progress } = await save({ type: 'all' });
    expect([progress.failed.length, progress.failedCount]).toEqual([50, 60]);
  });

  it('gives up where the key is refused, and where Alooma stays away', async () => {
    alooma.samples.addEvents(300);
    alooma.faults.status(401, { path: /^samples/ });
    expect(await ended(save({ type: 'all' }))).toMatchObject({ fault: 'unauthorized' });
    expect(asked().size).toBeLessThanOrEqual(2 * CONCURRENCY);

    alooma.faults.clear();
    alooma.faults.status(503, { path: /^samples/ });
    expect(await ended(save({ type: 'all' }, { onProgress }))).toMatchObject({ fault: 'unavailable' });
    expect(seen.at(-1)?.done).toBeLessThan(120);
  });

  /** @returns the name of an input → the one sentence that is said of it */
  const incomplete = ({ failedInputs }: SaveProgress) =>
    Object.fromEntries((failedInputs?.first ?? []).map(({ name, why }) => [name, why]));

  it('names an event in whose place a folder stands, and saves the others', async () => {
    await mkdir(join(folder, 'event_public_orders.json'));
    const { progress } = await save({ type: 'all' }, { since: new Date() });
    expect(progress).toMatchObject({
      done: progress.total,
      failedCount: 1,
      failed: [{ name: 'public.orders', why: expect.stringContaining('another folder') }],
      failedInputs: { count: 1 },
    });
    expect(incomplete(progress).orders_db).toMatch(/lacks the samples of `public.orders`\. .*is no file/);
    const { samples: there } = await samples.getSamplesFromSavedSampleFiles('input', 'orders_db');
    expect(new Set(there.map(({ eventType }) => eventType))).toEqual(new Set(['public.order_lines']));
    expect((await refusal(save({ type: 'event', name: 'public.orders' }))).code).toBe('bad_file');
  });

  it('names an input in whose place a folder stands, and saves the others', async () => {
    await mkdir(join(folder, 'input_orders_db.json'));
    const { progress, files: saved } = await save({ type: 'all' });
    expect(progress.failedCount).toBe(0);
    expect(progress.failedInputs?.count).toBe(1);
    expect(incomplete(progress).orders_db).toContain('another folder');
    expect(saved.map(({ fileName }) => fileName)).toContain('input_web_events.json');
    const { message } = await refusal(samples.saveAloomaSamplesToFiles({ inputName: 'orders_db' }));
    expect(message).toMatch(/^Of 1 input the file is missing, or lacks something\.\n`orders_db`: /);
  });

  it('leaves out of an input’s file what cannot be read of an event that failed, and says so', async () => {
    const names = alooma.samples.addEvents(3, { input: 'many_db' });
    for (const name of names.slice(0, 2)) alooma.faults.status(500, { path: samplesOf(name) });
    await writeFile(join(folder, `event_${names[0]}.json`), '[{"a":1');
    await writeFile(join(folder, `event_${names[1]}.json`), Buffer.alloc(64 * 1024 ** 2 + 1, ' '));
    const { progress } = await save({ type: 'all' });
    expect(progress).toMatchObject({ failedCount: 2, failedInputs: { count: 1 } });
    expect(incomplete(progress).many_db).toMatch(
      new RegExp(`^Its file lacks the samples of \`${names[0]}\` and of 1 more\\. .* is damaged`),
    );
    const { samples: there } = await samples.getSamplesFromSavedSampleFiles('input', 'many_db');
    expect(new Set(there.map(({ eventType }) => eventType))).toEqual(new Set([names[2]]));
  });

  it('ends with what to do where the folder cannot be written to', async () => {
    await writeFile(join(folder, 'a file'), '');
    const wrong = createSampleFiles(join(folder, 'a file'));
    const { message } = await refusal(
      saveSamples({ type: 'all' }, { pipeline, files: wrong, concurrency: CONCURRENCY }),
    );
    expect(message).toContain('`SAMPLES_DIR`');
    expect(asked().size).toBeLessThanOrEqual(2 * CONCURRENCY);
  });

  it('goes on where it was broken off, without asking again for what is there', async () => {
    // Files have their times from a clock that is some milliseconds behind.
    const since = new Date(Date.now() - 1_000);
    const stopping = new AbortController();
    // What is broken off may reach Alooma later than it is looked at there.
    const before = new Set<string>();
    const noted: Pipeline = {
      ...pipeline,
      listSamples(name, statuses) {
        before.add(name);
        return pipeline.listSamples(name, statuses);
      },
    };
    const first = await saveSamples(
      { type: 'all' },
      { pipeline: noted, files, concurrency: CONCURRENCY },
      { signal: stopping.signal, onProgress: ({ done }) => done === 3 && stopping.abort() },
    );
    expect(first.isStopped).toBe(true);
    const there = (await listed()).filter((name) => name.startsWith('event_'));
    expect(there.length).toBeGreaterThanOrEqual(3);
    expect(first.files.map(({ fileName }) => fileName).sort()).toEqual(await listed());

    const again: string[] = [];
    const repeated: Pipeline = {
      ...pipeline,
      listSamples(name, statuses) {
        if (before.has(name)) again.push(name);
        return pipeline.listSamples(name, statuses);
      },
    };
    const second = await saveSamples(
      { type: 'all' },
      { pipeline: repeated, files, concurrency: CONCURRENCY },
      { since },
    );
    expect(second.progress).toMatchObject({ reused: there.length, done: second.progress.total });
    expect(second.files.map(({ fileName }) => fileName).sort()).toEqual(await listed());
    // Those that were under way when it was broken off were not written.
    expect(again.length).toBe(before.size - there.length);
    const anew = await save({ type: 'all' }, { since: new Date(Date.now() + 1_000) });
    expect(anew.progress.reused).toBe(0);
  });

  it('leaves the file of an input as it was where not all of its events are through', async () => {
    await save({ type: 'input', name: 'orders_db' });
    const before = await content('input_orders_db.json');
    alooma.samples.add('public.orders', NUMBERS);
    alooma.faults.hang({ path: samplesOf('public.order_lines') });
    const stopping = new AbortController();
    const { isStopped, files: saved } = await save(
      { type: 'input', name: 'orders_db' },
      { signal: stopping.signal, onProgress: ({ done }) => done === 1 && stopping.abort() },
    );
    expect([isStopped, saved.map(({ fileName }) => fileName)]).toEqual([true, ['event_public_orders.json']]);
    expect(await content('input_orders_db.json')).toBe(before);
  });

  it('ends at once, also while a call hangs, and writes nothing afterwards', async () => {
    alooma.faults.hang({ path: /^samples/ });
    const stopping = new AbortController();
    const saving = save({ type: 'all' }, { signal: stopping.signal });
    while (asked().size < CONCURRENCY) await turn();
    const { result, awake } = await timeAwake(() => {
      stopping.abort();
      return saving;
    });
    const { isStopped, files: saved, progress } = result;
    expect(awake).toBeLessThan(1_000);
    expect([isStopped, saved, progress.done, progress.failedCount]).toEqual([true, [], 0, 0]);
    expect(asked().size).toBe(CONCURRENCY);
    expect((await save({ type: 'all' }, { signal: AbortSignal.abort() })).isStopped).toBe(true);
    expect(await listed()).toEqual([]);
  });

  it('asks for no more events at a time than it may', async () => {
    alooma.samples.addEvents(20);
    alooma.faults.delay(20, { path: /^samples/ });
    let most = 0;
    let now = 0;
    const counted: Pipeline = {
      ...pipeline,
      async listSamples(...of) {
        now += 1;
        most = Math.max(most, now);
        return pipeline.listSamples(...of).finally(() => {
          now -= 1;
        });
      },
    };
    await saveSamples({ type: 'all' }, { pipeline: counted, files, concurrency: CONCURRENCY });
    expect(most).toBe(CONCURRENCY);
  });

  it('lets everything else go on, however many events there are', async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => ({
      name: `e${at}`,
      inputName: `i${at % 7}`,
      state: undefined,
    }));
    // No disk and no network: what is left is what the saving itself does.
    const written = { path: '', fileName: '', bytes: 0, writtenAt: new Date() };
    const quick: SampleFiles = {
      ...files,
      find: () => turn(undefined),
      write: () => turn(written),
      writeInput: async () => ({ ...written, leftOut: [] }),
    };
    const many = {
      listEvents: async () => names,
      listSamples: () => turn({ text: '[]', samples: [] }),
    };
    const saveAll = () =>
      saveSamples({ type: 'all' }, { pipeline: many, files: quick, concurrency: 8 }, { since: new Date() });
    const { held } = await measureHeld(saveAll, MOST_HELD_MS);
    expect(held).toBeLessThan(MOST_HELD_MS);
  });
});

describe('a listing of thousands', () => {
  it('is read one event after another, since to parse it in one go takes a time in which nothing else is done', async () => {
    alooma.samples.addEvents(3_000);
    const parsing = jest.spyOn(JSON, 'parse');
    const listed = await pipeline.listEvents();
    const longest = Math.max(...parsing.mock.calls.map(([text]) => text.length));
    parsing.mockRestore();
    // What stands between the events is looked at in one go: two characters for each.
    expect(longest).toBeLessThan(3 * listed.length);
    expect(listed.length).toBeGreaterThan(3_000);
    alooma.faults.status(200, { path: /^event-types/, body: '[{"name":"a"},{"name":]' });
    await expect(pipeline.listEvents()).rejects.toMatchObject({ fault: 'confusing' });
  });
});

describe('what is held at once', () => {
  it('does not grow with the number of events: neither as they are saved nor as they are shared', async () => {
    const sample = `{"sample":{"text":"${'x'.repeat(10_000)}"},"status":"OK"}`;
    const text = `[${sample},${sample}]`;
    const names = Array.from({ length: 1_000 }, (_, at) => ({
      name: `e${at}`,
      inputName: `i${Math.floor(at / 500)}`,
      state: undefined,
    }));
    const many = {
      listEvents: async () => names,
      // A text of its own each time, as it is from a network.
      listSamples: async () => ({ text: Buffer.from(text).toString(), samples: [] }),
    };
    const before = heldNow();
    let [most, looks] = [0, 0];
    const look = () => {
      looks += 1;
      if (looks % 500 === 0) most = Math.max(most, heldNow() - before);
    };
    const saved = await saveSamples(
      { type: 'all' },
      { pipeline: many, files, concurrency: CONCURRENCY },
      { onProgress: look },
    );
    expect(saved.files).toHaveLength(1_002);
    const bundle = await files.bundle(saved.files, 'all', async (item) => {
      look();
      return item;
    });
    // Each sample twice: in its event's file, and in that of its input.
    expect(looks).toBe(1 + 1_000 + 2 * 2_000);
    expect((await unzip(await readFile(bundle.path))).size).toBe(1_002);
    // All of it is 40 MB, and the file of an input 10 MB.
    expect(most).toBeLessThan(8 * 1024 ** 2);
    await bundle.remove();
  });
});

/** Bytes, once what is not needed any more is gone. Long texts that were read lie outside the heap. */
function heldNow(): number {
  setFlagsFromString('--expose-gc');
  // Buffers are given back by the collection after the one that finds them.
  for (let round = 0; round < 2; round += 1) runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('reading what was saved', () => {
  it('says what was probably meant, and how to save it', async () => {
    await samples.saveAloomaSamplesToFiles({ eventName: 'public.orders' });
    const { code, message, meant } = await refusal(
      samples.getSamplesFromSavedSampleFiles('event', 'public order'),
    );
    expect([code, meant]).toEqual(['no_samples', { typed: 'public order', nearest: ['public.orders'] }]);
    expect(message).toContain('`/alooma samples save event "public order"`');
  });

  it('says of a damaged file that it is damaged, and shows nothing of it', async () => {
    await writeFile(join(folder, 'event_a.json'), '[{"password":"hunter2"');
    const { code, message } = await refusal(samples.viewSamplesFromFile('event', 'a'));
    expect([code, message]).toEqual(['bad_file', expect.stringMatching(/`event_a.json` is damaged/)]);
    expect(message).not.toContain('hunter2');
  });

  it('takes plain events for samples', async () => {
    await writeFile(join(folder, 'event_by_hand.json'), '[{"id":1},{"id":2}]');
    const { samples: there } = await samples.viewSamplesFromFile('event', 'by_hand', 1);
    expect(there.map(({ sample }) => sample)).toEqual([{ id: 2 }]);
  });
});
