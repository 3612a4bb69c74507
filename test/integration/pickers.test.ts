import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_ANSWER } from '../../blocks/options.ts';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { createPickers, type PickerOptions, type Pickers } from '../../src/services/pickers.ts';
import { createTrial, trialModal } from '../support/trial-form.ts';
import { startWorld, until, type World } from '../support/world.ts';

const DATABASE = { type: 'ODBC', configuration: { tables: '{}' } };

describe('what pickers search in', () => {
  let alooma: AloomaStandIn;
  beforeEach(async () => {
    alooma = await startAlooma();
  });
  afterEach(() => alooma.close());

  function pickersWith(options: Partial<PickerOptions> = {}): Pickers {
    const pipeline = createAlooma({
      baseUrl: alooma.url,
      credentials: { apiKey: alooma.apiKey },
      retry: { attempts: 1 },
    });
    return createPickers({ pipeline, ...options });
  }
  const listings = () => alooma.requests.filter(({ path }) => /inputs$/.test(path)).length;
  const names = async (pickers: Pickers, text: string) =>
    (await pickers.databases(text)).map(({ name }) => name);

  it('finds databases by a part of their name or by their id, and no other input', async () => {
    const pickers = pickersWith();
    const orders = alooma.inputs().find(({ name }) => name === 'orders_db');
    expect((await pickers.databases('ORDERS'))[0]).toEqual({ id: orders?.id, name: 'orders_db' });
    expect(await names(pickers, orders?.id ?? '')).toEqual(['orders_db']);
    const all = alooma.inputs().filter(({ type }) => type === 'ODBC');
    expect(await names(pickers, '')).toEqual(all.map(({ name }) => name).sort());
    expect(await names(pickers, 'web_events')).toEqual([]);
  });

  it('gives nothing of an input but what is shown', async () => {
    const [first] = await pickersWith().databases('orders_db');
    expect(JSON.stringify(first)).not.toMatch(/password|configuration/);
  });

  it('is read once for all who ask', async () => {
    const pickers = pickersWith();
    await Promise.all(Array.from({ length: 50 }, (_, at) => pickers.databases(String(at))));
    await pickers.databases('more');
    expect(listings()).toBe(1);
  });

  it('is answered from while it is read again, and is then new', async () => {
    const pickers = pickersWith({ freshFor: 20 });
    await pickers.databases('');
    alooma.add({ name: 'brand_new', ...DATABASE });
    const letGo = alooma.faults.hold({ path: /^inputs$/ });
    await pause(40);
    expect(await names(pickers, 'brand')).toEqual([]);
    letGo();
    await until(async () => (await names(pickers, 'brand')).length === 1);
  });

  it('is not answered from once it is old', async () => {
    const pickers = pickersWith({ freshFor: 10, usableFor: 20 });
    await pickers.databases('');
    alooma.add({ name: 'brand_new', ...DATABASE });
    await pause(60);
    expect(await names(pickers, 'brand')).toEqual(['brand_new']);
  });

  it('keeps no error, and what it had before one', async () => {
    const pickers = pickersWith({ freshFor: 10 });
    alooma.faults.status(500, { path: /inputs/, times: 1 });
    await expect(pickers.databases('')).rejects.toThrow();
    expect(await names(pickers, 'orders_db')).toContain('orders_db');
    await pause(30);
    alooma.faults.status(500, { path: /inputs/ });
    const before = listings();
    expect(await names(pickers, 'orders_db')).toContain('orders_db');
    await until(() => listings() > before);
    await pause(30);
    expect(await names(pickers, 'orders_db')).toContain('orders_db');
  });

  it('finds the parameters of one input, and none where there is none', async () => {
    const pickers = pickersWith();
    const rest = alooma.inputs().find(({ configuration }) => 'parameters' in configuration);
    const all = await pickers.parameters(rest?.id ?? '', '');
    const stored = rest?.configuration.parameters as { parameter: string }[];
    expect([...all].sort()).toEqual([...new Set(stored.map(({ parameter }) => parameter))].sort());
    expect(await pickers.parameters(rest?.id ?? '', all[0]?.slice(1) ?? '')).toContain(all[0]);
    const database = alooma.inputs().find(({ name }) => name === 'orders_db');
    expect(await pickers.parameters(database?.id ?? '', '')).toEqual([]);
    expect(await pickers.parameters('00000000-0000-0000-0000-000000000000', '')).toEqual([]);
  });
});

describe('a field that searches as one types', () => {
  const trial = createTrial();
  let world: World;
  beforeEach(async () => {
    trial.build = async () => trialModal();
    world = await startWorld({
      environment: { ROLE: 'web' },
      handlers: { commands: [trial.command], forms: [trial.form] },
    });
  });
  afterEach(() => world.stop());

  it('offers at most a hundred, shortened, and never one that could not be chosen', async () => {
    for (let at = 0; at < 120; at += 1)
      world.alooma.add({ name: `many_${'x'.repeat(100)}_${at}`, ...DATABASE });
    world.alooma.write(
      JSON.stringify({
        id: 'i'.repeat(80),
        name: 'long_id',
        category: 'INPUT',
        ...DATABASE,
      }),
    );
    await world.oncall.opensModal('/alooma try');
    const many = await world.oncall.finds('input', 'many_');
    expect(many.length).toBe(100);
    expect(Math.max(...many.map((text) => text.length))).toBeLessThanOrEqual(75);
    expect(await world.oncall.finds('input', 'long_id')).toEqual([]);
  });

  it('tells apart inputs of one name, and shows hostile names as they are', async () => {
    const ids = [1, 2].map(() => world.alooma.add({ name: 'twin', ...DATABASE }));
    const hostile = [
      '<!channel>',
      '*bold* `code` &amp;',
      '__proto__',
      ' spaced ',
      '',
      '\u202eabc',
      '👩‍👩‍👧‍👦'.repeat(20),
    ];
    for (const name of hostile) world.alooma.add({ name, ...DATABASE });
    await world.oncall.opensModal('/alooma try');
    expect((await world.oncall.finds('input', 'twin')).sort()).toEqual(ids.map((id) => `${id}: twin`).sort());
    const all = await world.oncall.finds('input', '');
    expect(all).toEqual(
      expect.arrayContaining([
        '<!channel>',
        '*bold* `code` &amp;',
        '__proto__',
        '␣spaced␣',
        '(no name)',
        'abc',
      ]),
    );
  });

  it('has what it searches in fetched as its form opens', async () => {
    await world.oncall.opensModal('/alooma try');
    await until(() => world.alooma.requests.some(({ path }) => /inputs$/.test(path)));
    const before = world.alooma.requests.length;
    await world.oncall.searches('input', 'orders');
    await world.oncall.searches('inputs', 'orders');
    expect(world.alooma.requests.length).toBe(before);
  });

  it('says that there is no answer before Slack gives up, where the pipeline is slow, and something once it has answered', async () => {
    const letGo = world.alooma.faults.hold({ path: /inputs$/ });
    await world.oncall.opensModal('/alooma try');
    expect(await world.oncall.searches('input', 'orders_db')).toEqual([NO_ANSWER.text]);
    letGo();
    await until(async () => (await world.oncall.searches('input', 'orders_db')).includes('orders_db'));
  });

  it('says so where the pipeline is away, and the log says why', async () => {
    world.alooma.faults.status(400, { path: /inputs/ });
    await world.oncall.opensModal('/alooma try');
    expect(await world.oncall.searches('input', 'orders_db')).toEqual([NO_ANSWER.text]);
    await until(() => world.log.some((line) => line.includes('A field has nothing to offer')));
  });
});
