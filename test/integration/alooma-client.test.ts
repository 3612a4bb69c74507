import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { type AloomaClientOptions, createAlooma } from '../../src/alooma/index.ts';
import type { Input } from '../../src/domain/input.ts';

let alooma: AloomaStandIn;
let warnings: string[];

beforeEach(async () => {
  alooma = await startAlooma({ createDelay: 0 });
  warnings = [];
});
afterEach(() => alooma.close());

function pipeline(options: Partial<AloomaClientOptions> = {}) {
  return createAlooma({
    baseUrl: alooma.url,
    credentials: { apiKey: alooma.apiKey },
    logger: {
      debug: () => undefined,
      warn: (fields, message) => warnings.push(JSON.stringify({ fields, message })),
    },
    ...options,
  });
}

const called = () => alooma.requests.map(({ method, path }) => `${method} ${path.replace(/^.*?rest\//, '')}`);
const idOf = (name: string) => alooma.inputs().find((input) => input.name === name)?.id ?? 'none';

async function read(name: string, from = pipeline()): Promise<Input> {
  const input = await from.readInput(idOf(name));
  if (!input) throw new Error(`There is no ${name}`);
  return input;
}

const ODD = `{"unknown":{"z":1.0,"a":1e5}, "id":"odd-1","type":"ODBC",\n  "name":"odd_db","category":"INPUT",
  "__proto__":{"kept":true},"configuration":{"port":5432.0,"big":12345678901234567890,"__proto__":null,
  "tables":"{\\"a\\":\\"b\\"}","smiley":"\\ud83d\\ude00 é"},"paused":false}`;

describe.each([
  ['the newer calls', false],
  ['the structure, where the newer calls are missing', true],
])('through %s', (_, isOlder) => {
  beforeEach(() => {
    if (isOlder) alooma.faults.noInputsCall();
  });

  it('lists the inputs that users made, in order, with what is known of them', async () => {
    const inputs = await pipeline().listInputs();
    expect(inputs.map((input) => input.name)).toEqual(alooma.inputs().map((input) => input.name));
    expect(inputs[0]).toEqual({
      id: idOf('orders_db'),
      name: 'orders_db',
      type: 'ODBC',
      category: 'INPUT',
      paused: false,
      state: 'RUNNING',
      createdAt: '2018-05-02T09:12:44.000Z',
      stats: { count: 70_358, bytes: 28_987_496, rate: 0.5, lastEvent: 1_552_554_000_000 },
      configuration: alooma.inputs()[0]?.configuration,
    });
    expect(inputs.find((input) => input.name === 'web_events')?.paused).toBeUndefined();
    expect(inputs.find((input) => input.name === 'orders_db_legacy')?.paused).toBe(true);
  });

  it('gives an input with its own text, byte for byte, and writes it back so', async () => {
    alooma.write(ODD);
    const input = await read('odd_db');
    expect(input.document).toBe(ODD);
    expect(input.configuration.port).toBe(5432);
    const changed = input.document.replace('5432.0', '5433.0');
    await pipeline().replaceInput(input.id, changed);
    expect(alooma.requests.at(-1)?.body).toBe(changed);
    expect((await read('odd_db')).document).toBe(changed);
  });

  it('gives nothing for an unknown id, a deleted input and a node of the system', async () => {
    const removed = idOf('event_archive');
    alooma.remove('event_archive');
    for (const id of [removed, 'nobody', 'restream', 'warehouse', 'a/b', '..', '']) {
      expect(await pipeline().readInput(id)).toBeUndefined();
    }
    const listed = (await pipeline().listInputs()).map((input) => input.name);
    expect(listed).not.toContain('event_archive');
    expect(listed).toHaveLength(9);
  });

  it('leaves out an input that is not readable, and warns with its id alone', async () => {
    alooma.write(
      '{"id":"bad-1","category":"INPUT","type":"ODBC","name":7,"configuration":{"password":"s3cr3t"}}',
    );
    expect(await pipeline().listInputs()).toHaveLength(10);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('bad-1');
    expect(warnings[0]).not.toContain('s3cr3t');
    await expect(pipeline().readInput('bad-1')).rejects.toMatchObject({ fault: 'confusing' });
  });
});

describe('which form of the listing', () => {
  it('remembers that the newer call is missing, for a while', async () => {
    alooma.faults.noInputsCall();
    const patient = pipeline();
    await patient.listInputs();
    alooma.faults.clear();
    await patient.listInputs();
    await read('orders_db', patient);
    const structure = 'GET plumbing/?resolution=1min';
    expect(called()).toEqual(['GET inputs', structure, structure, structure]);

    const forgetful = pipeline({ rememberOlderFor: 0 });
    alooma.faults.noInputsCall();
    await forgetful.listInputs();
    alooma.faults.clear();
    await forgetful.listInputs();
    expect(called().at(-1)).toBe('GET inputs');
  });

  it('remembers nothing of the kind from an address where the structure is missing as well', async () => {
    const subject = pipeline();
    alooma.faults.status(404);
    await expect(subject.listInputs()).rejects.toMatchObject({ fault: 'confusing' });
    alooma.faults.clear();
    expect(await subject.listInputs()).toHaveLength(10);
    expect(called().at(-1)).toBe('GET inputs');
  });

  it('says that nothing is there when neither call is', async () => {
    alooma.faults.status(404);
    await expect(pipeline().listInputs()).rejects.toMatchObject({
      fault: 'confusing',
      message: expect.stringContaining('ALOOMA_BASE_URL'),
    });
  });

  it('says so when no input at all is readable', async () => {
    alooma.faults.status(200, { body: '{"a":{"id":"a"},"b":{"id":"b"}}' });
    await expect(pipeline().listInputs()).rejects.toMatchObject({ fault: 'confusing' });
  });
});

describe('changing', () => {
  it('pauses and resumes, once each', async () => {
    const id = idOf('orders_db');
    await pipeline().setPaused(id, true);
    expect((await read('orders_db')).paused).toBe(true);
    await pipeline().setPaused(id, false);
    expect((await read('orders_db')).paused).toBe(false);
    expect(called().filter((call) => call.startsWith('PUT'))).toEqual([
      `PUT inputs/${id}/pause?pause=true`,
      `PUT inputs/${id}/pause?pause=false`,
    ]);
  });

  it('knows that an input is not there', async () => {
    for (const id of ['nobody', '..']) {
      const expected = { fault: 'not_found', outcome: 'not_done' };
      await expect(pipeline().setPaused(id, true)).rejects.toMatchObject(expected);
      await expect(pipeline().replaceInput(id, '{}')).rejects.toMatchObject(expected);
    }
  });
});

it('lists the event types with their inputs', async () => {
  const events = await pipeline().listEvents();
  expect(events).toContainEqual({ name: 'web/page view', inputName: 'web_events', state: 'MAPPED' });
  expect(events).toHaveLength(10);
  alooma.faults.status(200, { body: '[{"name":"a"},{"title":"b"}]' });
  expect(await pipeline().listEvents()).toEqual([{ name: 'a', inputName: undefined, state: undefined }]);
  expect(warnings).toHaveLength(1);
});

it('puts the account name into the address', async () => {
  await pipeline({ accountName: alooma.accountName, baseUrl: `${alooma.url}/` }).listInputs();
  expect(alooma.requests.map(({ path }) => path)).toEqual([`/${alooma.accountName}/rest/inputs`]);
  await expect(pipeline({ accountName: 'other' }).listInputs()).rejects.toMatchObject({
    fault: 'unauthorized',
  });
});
