import { type ApiKeys, isFor, isOfItsHosts, type KeyUse, keyFault } from '../../domain/api-key.ts';
import { hostNamed, readApiUrl } from '../../domain/api-url.ts';
import { exactJsonSteps, exactTextSteps } from '../../domain/exact-json.ts';
import type { Json } from '../../domain/json.ts';
import { keyEchoOf } from '../../domain/key-echo.ts';
import { code } from '../../domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../domain/nearest.ts';
import type { Steps } from '../../domain/steps.ts';
import { KnownError } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';
import type { ApiEvents, ApiSource } from '../sample-sources.ts';
import type { MadeSample } from './made-sample.ts';

/** A sample of what a REST API answers. Source: `Samples.get_sample_from_any_api`. */

export interface ApiSample {
  readonly url: string;
  /** Query parameters, added to those of the address. */
  readonly payload?: Readonly<Record<string, Json>>;
  /** The name of a profile, or a key and how it goes along. */
  readonly apiKey?: string | KeyUse;
  readonly inputLabel: string;
  /** Which event of the answer, counted from 0: the first when absent. */
  readonly testIndexNumber?: number;
  /** `rest_endpoint` when absent. */
  readonly inputType?: string;
  /** Where in the answer the list is, for example `data.items`; found when absent. */
  readonly listPath?: string | undefined;
}

export interface ApiSamplesOptions {
  readonly apis: ApiSource;
  readonly apiKeys: ApiKeys;
}

/** What the documented service says that its events are. */
const USUAL_TYPE = 'rest_endpoint';

/**
 * @throws KnownError `unknown_api_key`, `bad_value`, `no_samples` where the list is empty, and what `ApiSource` throws,
 *   with `fields` keyed `url`, `payload`, `key_profile`, `api_key`, `key_name`, `list_path`, `input_label`, `input_type`, `index`
 */
export async function sampleFromApi(wanted: ApiSample, options: ApiSamplesOptions): Promise<MadeSample> {
  const { payload = {}, listPath, testIndexNumber: index = 0 } = wanted;
  const url = readApiUrl(wanted.url);
  const label = { input_label: present('input_label', wanted.inputLabel, 'an input label') };
  const type = { input_type: present('input_type', wanted.inputType ?? USUAL_TYPE, 'an input type') };
  if (!Number.isSafeInteger(index) || index < 0) throw badIndex('The index is a whole number, from 0.');
  const key = keyFor(wanted.apiKey, url, options.apiKeys);
  const answer = await options.apis.fetchEvents({ url: wanted.url, payload, key, listPath });
  const event = eventAt(answer, index, url);
  const { text, notes } = await inSlices(madeSteps(event, { ...label, ...type }, key));
  return { text, notes: [origin(answer, index, url), ...notes] };
}

function present(field: string, typed: string, what: string): string {
  const text = typed.trim();
  if (text !== '') return text;
  throw faulty('bad_value', field, `Say ${what}: transformations tell events by it.`);
}

/**
 * A key that is kept on the server goes to its own hosts alone, and over http only where its profile says so: whoever may
 * choose it may not have it sent to themselves.
 */
function keyFor(wanted: ApiSample['apiKey'], url: URL, apiKeys: ApiKeys): KeyUse | undefined {
  if (typeof wanted !== 'string') return wanted && checkedKey(wanted);
  const profile = apiKeys.get(wanted);
  if (!profile) throw unknownKey(wanted, [...apiKeys.keys()].sort());
  if (isFor(profile, url)) return profile;
  const hosts = profile.hosts.map((host) => code(host)).join(', ');
  if (isOfItsHosts(profile, url)) {
    throw faulty(
      'bad_value',
      'url',
      `The key ${code(wanted)} goes to ${hosts} and nowhere else, and this address begins with ${code(url.origin)}. Change that, or ask whoever runs this bot to add it to the profile.`,
    );
  }
  throw faulty(
    'bad_value',
    'key_profile',
    `The key ${code(wanted)} is for ${hosts} and goes nowhere else, so it is not sent to ${hostNamed(url)}.`,
  );
}

function checkedKey(typed: KeyUse): KeyUse {
  const fault = keyFault(typed);
  if (!fault) return typed;
  const [field, what] = fault.part === 'key' ? ['api_key', 'The key'] : ['key_name', 'This'];
  throw faulty('bad_value', field, `${what} ${fault.message}.`);
}

function unknownKey(name: string, names: readonly string[]): KnownError {
  const meant = nearest(name, names);
  const known =
    names.length === 0
      ? 'None is kept on the server: SAMPLE_API_KEYS is where whoever runs this bot adds one.'
      : (didYouMean(meant) ?? `There are ${names.map((one) => code(one)).join(', ')}.`);
  return faulty('unknown_api_key', 'key_profile', `No API key is called ${code(name)}. ${known}`);
}

function eventAt({ events, where }: ApiEvents, index: number, url: URL): string {
  const event = events[index];
  if (event !== undefined) return event;
  if (events.length === 0) {
    throw faulty(
      'no_samples',
      'payload',
      `${hostNamed(url)} answered, and ${where} is empty: there is no event to take. Ask for others with the query parameters.`,
    );
  }
  throw badIndex(
    events.length === 1
      ? `There is one event in ${where}, and its index is 0.`
      : `There are ${events.length} events in ${where}, so the index is one from 0 to ${events.length - 1}.`,
  );
}

function origin({ events, where }: ApiEvents, index: number, url: URL): string {
  const which =
    events.length === 1 ? 'the only event' : `event ${index} of ${events.length}, counted from 0,`;
  return `From ${hostNamed(url)}: ${which} in ${where}.`;
}

/** The event as it came, with `_metadata` last, as the documented service sets it, and without the key that it was asked with. */
function* madeSteps(
  event: string,
  metadata: Record<string, string>,
  key: KeyUse | undefined,
): Steps<MadeSample> {
  const echo = keyEchoOf(key?.key);
  const held = yield* exactJsonSteps(event, asItIs);
  const read = (yield* echo.hideSteps(held)) as Record<string, unknown>;
  const hadMetadata = '_metadata' in read;
  // Taken out first, so that it is the last.
  delete read._metadata;
  read._metadata = metadata;
  const notes = [
    ...(hadMetadata ? ['Its own `_metadata` was replaced.'] : []),
    ...(echo.isThere() ? ['The API repeats the key that it was asked with: it was masked.'] : []),
  ];
  return { text: yield* exactTextSteps(read, true), notes };
}

// biome-ignore lint/correctness/useYield: there is nothing in one text to lay down
function* asItIs(text: string): Steps<string> {
  return text;
}

function badIndex(sentence: string): KnownError {
  return faulty('bad_value', 'index', sentence);
}

function faulty(code: KnownError['code'], field: string, sentence: string): KnownError {
  return new KnownError(code, sentence, { fields: { [field]: sentence } });
}
