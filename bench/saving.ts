import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pMap from 'p-map';
import { createAlooma } from '../src/alooma/index.ts';
import { redactionOf, redactSampleSteps } from '../src/domain/sample-redaction.ts';
import { createSampleFiles } from '../src/files/index.ts';
import { inSlices } from '../src/services/in-slices.ts';
import type { Pipeline } from '../src/services/pipeline.ts';
import type { SampleFiles } from '../src/services/sample-sources.ts';
import { type Saved, saveSamples } from '../src/services/saving/saving.ts';
import { heldLine, MOST_HELD_MS, measureHeld, ms } from './held.ts';

/**
 * What saving everything takes beside the waiting for Alooma, which answers each call after 20 ms: 1,000 events, and the
 * files of their 10 inputs, into an empty folder. The ratio is to the waiting alone, divided by how many calls are made
 * side by side. A bare loop of the same calls, without files, shows what of it is the network's. Then they are masked and
 * put into a zip, as they are when they are shared.
 */

const EVENTS = 1_000;
const MANY_EVENTS = 4_000;
const PAUSE_MS = 20;
const CONCURRENCY = 8;
const LARGEST_RATIO = 1.3;
const IDEAL_MS = (EVENTS / CONCURRENCY) * PAUSE_MS;

/** @param work with an Alooma of so many events */
async function withAlooma<Result>(
  events: number,
  pause: number,
  work: (pipeline: Pipeline) => Promise<Result>,
): Promise<Result> {
  const child = fork(new URL('./slow-alooma.ts', import.meta.url), [String(events), String(pause)]);
  try {
    const [port] = await once(child, 'message');
    return await work(
      createAlooma({ baseUrl: `http://127.0.0.1:${port}`, credentials: { apiKey: 'a key' } }),
    );
  } finally {
    child.disconnect();
  }
}

/** Each save has a folder of its own in it, which is empty. */
const folder = await mkdtemp(join(tmpdir(), 'alooma-chatops-bench-'));

const newFiles = () => createSampleFiles(join(folder, randomUUID()));

async function saveAll(
  files: SampleFiles,
  pipeline: Pipeline,
  events: number,
  onProgress?: () => void,
): Promise<Saved> {
  const options = { pipeline, files, concurrency: CONCURRENCY };
  const saved = await saveSamples({ type: 'all' }, options, onProgress ? { onProgress } : {});
  if (saved.files.length <= events || saved.progress.failedCount > 0)
    throw new Error('Not everything is saved');
  return saved;
}

const redaction = redactionOf(undefined);

/** @param onSample called for each that was masked */
async function shareAll(files: SampleFiles, saved: Saved, onSample?: () => void): Promise<void> {
  const change = async (text: string) => {
    const redacted = await inSlices(redactSampleSteps(text, redaction));
    onSample?.();
    return redacted.text;
  };
  const bundle = await files.bundle(saved.files, 'all', change);
  await bundle.remove();
}

async function bareLoop(pipeline: Pipeline): Promise<number> {
  const started = performance.now();
  const events = await pipeline.listEvents();
  await pMap(events, ({ name }) => pipeline.listSamples(name, []), { concurrency: CONCURRENCY });
  return performance.now() - started;
}

/** The most that is held at any time, until the zip is made, in bytes: garbage is collected before each look. */
async function mostHeld(events: number): Promise<number> {
  return withAlooma(events, 0, async (pipeline) => {
    const collect = collector();
    let most = 0;
    let looks = 0;
    const look = () => {
      looks += 1;
      if (looks % 400 > 0) return;
      collect();
      const { heapUsed, external } = process.memoryUsage();
      // Long texts that were read lie outside the heap.
      most = Math.max(most, heapUsed + external);
    };
    const files = newFiles();
    await shareAll(files, await saveAll(files, pipeline, events, look), look);
    return most;
  });
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

const inMb = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

const { bare, saving, sharing } = await withAlooma(EVENTS, PAUSE_MS, async (pipeline) => {
  await bareLoop(pipeline);
  const files = newFiles();
  const saved = await saveAll(files, pipeline, EVENTS);
  return {
    bare: await bareLoop(pipeline),
    saving: await measureHeld(() => saveAll(newFiles(), pipeline, EVENTS)),
    sharing: await measureHeld(() => shareAll(files, saved)),
  };
});
// The first is for what is loaded and compiled on the way.
await mostHeld(EVENTS);
const some = await mostHeld(EVENTS);
const many = await mostHeld(MANY_EVENTS);
await rm(folder, { recursive: true });
const ratio = saving.taken / IDEAL_MS;

const lines = [
  `${EVENTS} events saved from an Alooma that answers after ${PAUSE_MS} ms, ${CONCURRENCY} calls side by side`,
  `  saved             ${ms(saving.taken)}`,
  `  ideal             ${ms(IDEAL_MS)}`,
  `  ratio             ${ratio.toFixed(2)} (at most ${LARGEST_RATIO})`,
  `  bare loop         ${ms(bare)}, a ratio of ${(bare / IDEAL_MS).toFixed(2)}, without files`,
  `  ${heldLine(saving, true).replace('held     ', 'held  ')}`,
  `  shared            ${ms(sharing.taken)}, as a zip of ${EVENTS} events and their inputs, masked`,
  `  ${heldLine(sharing, true).replace('held     ', 'held  ')}`,
  `  heap              ${inMb(some)} at most for ${EVENTS} events, ${inMb(many)} for ${MANY_EVENTS}: ${inMb(many - some)} more`,
];
process.stdout.write(`${lines.join('\n')}\n`);
if (ratio > LARGEST_RATIO || Math.max(saving.held, sharing.held) > MOST_HELD_MS) process.exitCode = 1;
