import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { createSampleFiles } from '../../src/files/index.ts';
import { type Pipeline, PipelineError } from '../../src/services/pipeline.ts';
import { Samples } from '../../src/services/samples.ts';
import { createApiSource } from '../../src/sources/api/index.ts';
import { createRowSource } from '../../src/sources/postgres/index.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';

let alooma: AloomaStandIn;
let pipeline: Pipeline;
let samples: Samples;
beforeAll(async () => {
  alooma = await startAlooma();
  pipeline = createAlooma({
    baseUrl: alooma.url,
    credentials: { apiKey: alooma.apiKey },
    retry: { attempts: 1 },
  });
  samples = new Samples({
    pipeline,
    files: createSampleFiles('/nowhere'),
    apis: createApiSource({ allowedHosts: new Set() }),
    rows: createRowSource(),
  });
});
afterAll(() => alooma.close());
afterEach(() => alooma.faults.clear());

const asked = () => alooma.requests.map(({ path }) => path.replace(/^\/rest\//, ''));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as PipelineError,
  );

describe('the samples that Alooma gives', () => {
  it('come with the text that they were read from, to the last digit', async () => {
    const { text, samples: list } = await pipeline.listSamples('public.orders', []);
    expect(list).toHaveLength(10);
    expect(list[0]).toMatchObject({
      status: 'PROCESSED',
      timestamp: Date.UTC(2019, 2, 14, 9),
      eventType: 'public.orders',
      sample: { total: 129.9, customer: { email: 'jo@example.com' } },
    });
    expect(text).toContain('"ledger_id":9223372036854775807');
    expect(text).toContain('"exchange_rate":1.10000000000000000001');
  });

  it('are narrowed by one status or by several', async () => {
    const of = async (...statuses: string[]) =>
      new Set((await pipeline.listSamples('public.orders', statuses)).samples.map(({ status }) => status));
    expect(await of('MAPPING_ERROR')).toEqual(new Set(['MAPPING_ERROR']));
    await of('A&B', 'C#D');
    expect(asked().at(-1)).toBe('samples?eventType=public.orders&status=A%26B&status=C%23D');
  });

  it.each([
    ...HOSTILE_NAMES,
    'web/page two view',
    'a.b/../../inputs',
    '..',
    'a&status=X#y?z=1%2e',
    'заказы 订单',
    'plus+space tab\t',
    'line\nbreak',
    '',
  ])('are those of %j and of no other', async (name) => {
    alooma.samples.addEvent({ name, samples: [JSON.stringify({ of: name })] });
    const { samples: list } = await pipeline.listSamples(name, []);
    expect(list.map(({ sample }) => sample)).toEqual([{ of: name }]);
    alooma.samples.removeEvent(name);
  });

  it('asks for a name with half a character, which nobody can send, without failing', async () => {
    expect(await refusal(pipeline.listSamples('half \ud83d', []))).toMatchObject({ fault: 'not_found' });
  });

  it.each([
    ['no JSON', '[{"sample":{"card":"4111111111111111"}'],
    ['no list', '{"samples":[]}'],
    ['a list of something else', '[1,"a"]'],
    ['nothing', ''],
  ])('are refused where the answer is %s, without a word of it', async (_, body) => {
    alooma.faults.status(200, { body, path: /^samples\?/ });
    const error = await refusal(pipeline.listSamples('public.orders', []));
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ fault: 'confusing' });
    expect(error?.message).toContain('does not look as documented');
    expect(error?.message).not.toContain('4111');
  });
});

describe('how many there are, and what a status means', () => {
  it('are told by event and status', async () => {
    const counts = await pipeline.countSamples();
    expect(counts.get('public.orders')).toEqual(
      new Map([
        ['PROCESSED', 18_240],
        ['MAPPING_ERROR', 12],
      ]),
    );
    expect((await pipeline.listStatuses()).get('UNMAPPED')).toBe('The event type has no mapping');
  });

  it('leave out what is no number and keep an event that is called __proto__', async () => {
    alooma.faults.status(200, {
      path: /^samples\/stats$/,
      body: '{"__proto__":{"A":1},"b":{"A":"many","__proto__":2,"C":-1},"c":null}',
    });
    expect([...(await pipeline.countSamples())]).toEqual([
      ['__proto__', new Map([['A', 1]])],
      ['b', new Map([['__proto__', 2]])],
      ['c', new Map()],
    ]);
  });

  it.each([
    ['countSamples', /^samples\/stats$/],
    ['listStatuses', /^status-types$/],
  ] as const)('%s refuses what is no object', async (method, path) => {
    alooma.faults.status(200, { path, body: '[1]' });
    expect(await refusal(pipeline[method]())).toMatchObject({ fault: 'confusing' });
  });

  it('keeps a status without a description', async () => {
    alooma.faults.status(200, { path: /^status-types$/, body: '{"A":null,"B":"Bee"}' });
    expect([...(await pipeline.listStatuses())]).toEqual([
      ['A', ''],
      ['B', 'Bee'],
    ]);
  });
});

describe('the Samples service', () => {
  it('gives the samples of an event with one call', async () => {
    const before = alooma.requests.length;
    expect((await samples.getSamplesForEventFromAloomaApi('web/page view')).samples).toHaveLength(10);
    expect(asked().slice(before)).toEqual(['samples?eventType=web%2Fpage%20view']);
  });

  it('names the nearest where there is no such event', async () => {
    expect(await refusal(samples.getSamplesForEventFromAloomaApi('public.order'))).toMatchObject({
      code: 'unknown_event',
      message: expect.stringContaining(
        'There is no event `public.order`. Did you mean `public.orders` or `public.order_lines`',
      ),
      meant: { typed: 'public.order', nearest: ['public.orders', 'public.order_lines', 'public.customers'] },
    });
    alooma.faults.status(200, { path: /^samples\?/, body: '[]' });
    expect(await refusal(samples.getSamplesForEventFromAloomaApi('zzz'))).toMatchObject({
      code: 'unknown_event',
      message: 'There is no event `zzz`. See them all with `/alooma events`.',
    });
  });

  it('gives an empty list for an event without samples, also where Alooma has none at all of it', async () => {
    expect((await samples.getSamplesForEventFromAloomaApi('campaign.paused')).samples).toEqual([]);
    alooma.faults.status(404, { path: /^samples\?/ });
    expect(await samples.getSamplesForEventFromAloomaApi('public.orders')).toEqual({
      text: '[]',
      samples: [],
    });
  });

  it('takes statuses in capitals or not, each once, and names those that there are', async () => {
    const given = await samples.getSamplesForEventFromAloomaApi('public.orders', [
      'mapping_error',
      'Mapping_Error',
    ]);
    expect(new Set(given.samples.map(({ status }) => status))).toEqual(new Set(['MAPPING_ERROR']));
    expect(asked().at(-1)).toBe('samples?eventType=public.orders&status=MAPPING_ERROR');
    const error = await refusal(samples.getSamplesForEventFromAloomaApi('public.orders', ['PROCESED']));
    expect(error).toMatchObject({
      code: 'unknown_status',
      meant: { typed: 'PROCESED', nearest: ['PROCESSED'] },
    });
    expect(error?.message).toContain(
      'Did you mean `PROCESSED`? There are:\n• `PROCESSED`: The event was loaded\n•',
    );
  });

  it('gives one sample by its index, counted from 0, with its own text', async () => {
    const { text, samples: one } = await samples.viewSamplesForEventFromAloomaApi('public.orders', 9);
    expect(one).toMatchObject([{ sample: { id: 1009 } }]);
    expect(JSON.parse(text)).toHaveLength(1);
    expect(text).toContain('9223372036854775807');
    expect(await refusal(samples.viewSamplesForEventFromAloomaApi('public.orders', 10))).toMatchObject({
      code: 'bad_value',
      message:
        '`public.orders` has 10 samples, counted from 0, and none with the index 10. There are 0 to 9.',
    });
  });

  it('lists events as in a dictionary, all or those of an input by its name or id', async () => {
    const names = async (input?: string) => (await samples.listEvents(input)).map(({ name }) => name);
    expect(await names()).toEqual([
      'Account',
      'billing.invoices',
      'campaign.paused',
      'Opportunity',
      'public.customers',
      'public.order_lines',
      'public.orders',
      'Signed Up',
      'ticket.updated',
      'web/page view',
    ]);
    const ofOrders = ['public.order_lines', 'public.orders'];
    expect(await names('orders_db')).toEqual(ofOrders);
    expect(await names('0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01')).toEqual(ofOrders);
    expect(await names('event_archive')).toEqual([]);
  });

  it('knows an input that is gone by what its events say, and names the nearest of both', async () => {
    alooma.samples.addEvent({ name: 'left over', input: 'gone_db' });
    expect(await samples.listEvents('gone_db')).toMatchObject([{ name: 'left over' }]);
    expect(await refusal(samples.listEvents('gone_dbs'))).toMatchObject({
      code: 'unknown_input',
      meant: { typed: 'gone_dbs', nearest: ['gone_db'] },
    });
    alooma.samples.removeEvent('left over');
  });

  it('says what it cannot do with another pipeline', async () => {
    const other = new Samples({
      pipeline: { ...pipeline, capabilities: new Set() },
      files: createSampleFiles('/nowhere'),
      apis: createApiSource({ allowedHosts: new Set() }),
      rows: createRowSource(),
    });
    for (const work of [
      () => other.listEvents(),
      () => other.countSamples(),
      () => other.listStatuses(),
      () => other.getSamplesForEventFromAloomaApi('a'),
    ]) {
      expect(await refusal(work())).toMatchObject({ code: 'not_available' });
    }
  });
});
