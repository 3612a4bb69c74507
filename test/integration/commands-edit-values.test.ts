import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard, writesTo } from '../support/asking.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** One that has a field of every form, written in a way that a round trip through JavaScript would change. */
const ODD = `{ "zebra":1.0, "id":"odd-1","name":"odd_db","type":"ODBC","category":"INPUT",
  "configuration":{"10":"ten","2":"two","port":5432,"rate":1.50,"big":12345678901234567890,"text":"caf\\u00e9 \\/ tea",
  "auto_map":"true","Strict":"False","ssl":false,"none":null,"fields":["a","b"],"format":{"type":"json"},"file_id":"1",
  "tables":"{\\"orders\\":\\"xmin::text::bigint\\"}","sheets":"[\\"Plan\\"]","unknown_to_us":{"deep":[1.0,{}]}},
  "paused":false, "state":{"status":"RUNNING"},"stats":{"count":1e3} }`;

describe('the values that an edit takes', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /** Has an edit asked for and approved, on a fresh copy of the odd input. @returns its text afterwards */
  async function edited(name: string, fieldAndValue: string): Promise<string> {
    world.alooma.write(ODD.replace('odd-1', name).replace('odd_db', name));
    const card = await editCard(world.oncall, `/alooma edit ${name} ${fieldAndValue}`);
    await world.approver.clicks('Approve', card);
    await until(
      async () => (await changesOf(world, name)).at(-1)?.state === 'applied',
      () => 'the edit',
    );
    return world.alooma.text(name);
  }

  it.each([
    ['port 6543', '"port":5432', '"port":6543'],
    ['rate -0.25', '"rate":1.50', '"rate":-0.25'],
    ['auto_map FALSE', '"auto_map":"true"', '"auto_map":"false"'],
    ['Strict true', '"Strict":"False"', '"Strict":"True"'],
    ['ssl true', '"ssl":false', '"ssl":true'],
    ['fields ["a", "c"]', '"fields":["a","b"]', '"fields":["a","c"]'],
    ['format {"type":"csv"}', '"format":{"type":"json"}', '"format":{"type":"csv"}'],
    ['file_id 2', '"file_id":"1"', '"file_id":"2"'],
    ['text two  words', '"text":"caf\\u00e9 \\/ tea"', '"text":"two  words"'],
    ['text "it\'s 5"', '"text":"caf\\u00e9 \\/ tea"', '"text":"it\'s 5"'],
    ['text ""', '"text":"caf\\u00e9 \\/ tea"', '"text":""'],
    ['none 5', '"none":null', '"none":5'],
    [
      'tables {"orders": "updated_at"}',
      '"tables":"{\\"orders\\":\\"xmin::text::bigint\\"}"',
      '"tables":"{\\"orders\\": \\"updated_at\\"}"',
    ],
    ['sheets ["Plan","Actuals"]', '"sheets":"[\\"Plan\\"]"', '"sheets":"[\\"Plan\\",\\"Actuals\\"]"'],
  ])('%s: nothing but that value changes, to the last byte', async (typed, before, after) => {
    const name = `odd_${typed.split(' ', 1)[0]}_${Math.random().toString(36).slice(2, 8)}`;
    const base = ODD.replace('odd-1', name).replace('odd_db', name);
    expect(base).toContain(before);
    expect(await edited(name, typed)).toBe(base.replace(before, () => after));
  });

  it.each([
    ['port many', 'is a number'],
    ['port 12345678901234567890', 'number of at most 15 digits'],
    ['port 0x10', 'is a number'],
    ['auto_map yes', 'is true or false'],
    ['ssl 1', 'is true or false'],
    ['fields a,b', 'is a list, written as JSON'],
    ['fields {"a":1}', 'is a list, written as JSON'],
    ['format ["json"]', 'is an object, written as JSON'],
    ['format {"type":', 'is an object, written as JSON'],
    ['tables orders', 'is an object, written as JSON'],
    ['tables ["orders"]', 'is an object, written as JSON'],
    ['sheets Plan', 'is a list, written as JSON'],
  ])('%s: refused privately, with what the field takes', async (typed, says) => {
    world.alooma.write(ODD.replace('odd-1', 'refused').replace('odd_db', 'refused_db'));
    const writes = writesTo(world);
    const answer = await answerTo(world.oncall, `/alooma edit refused_db ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(wordsOf(answer)).toContain('Nothing was changed');
    expect(await changesOf(world, 'refused_db')).toEqual([]);
    expect(writesTo(world)).toEqual(writes);
  });

  it.each([
    'port 5432',
    'port 5432.0',
    'auto_map TRUE',
    'tables {"orders":"xmin::text::bigint"}',
    'tables { "orders": "xmin::text::bigint" }',
    'fields [ "a","b" ]',
  ])('%s: says that it is so already, and asks nobody', async (typed) => {
    world.alooma.write(ODD.replace('odd-1', 'same').replace('odd_db', 'same_db'));
    const answer = await answerTo(world.oncall, `/alooma edit same_db ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('already');
    expect(await changesOf(world, 'same_db')).toEqual([]);
  });

  it('refuses a field that the input does not have, with a button for each name that is near', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit orders_db batchsize 500');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('`orders_db` has no field `batchsize`. Did you mean `batch_size`');
    const [label] = buttonsOf(answer);
    expect(label).toBe('Run /alooma edit orders_db batch_size 500');
    await world.oncall.clicks(label ?? '', answer);
    expect(wordsOf(await world.approver.waitsFor('`batch_size` of `orders_db`'))).toContain('to `500`');
    expect(world.oncall.sees().map(({ ts }) => ts)).not.toContain(answer.ts);
  });

  it('names the fields that there are where none is near', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit event_archive xyzzy 1');
    expect(wordsOf(answer)).toContain('It has `awsAccessKeyId`');
    expect(wordsOf(answer)).toContain('`filePrefix`');
    expect(buttonsOf(answer)).toEqual([]);
  });

  it('shows what changes in one line, then a diff, for which account, by whom and when it lapses', async () => {
    const card = wordsOf(await editCard(world.oncall, '/alooma edit customers_db batch_size 20000'));
    expect(card).toContain('Set `batch_size` of `customers_db` from `10000` to `20000`');
    expect(card).toContain('-    "batch_size": 10000\n+    "batch_size": 20000');
    expect(card).toMatch(/@@ -\d+,7 \+\d+,7 @@/);
    expect(card).toContain('account `test`');
    expect(card).toContain(`Asked by <@${world.oncall.id}>`);
    expect(card).toMatch(/It lapses <!date\^\d+\^/);
  });

  it('opens up a string that holds JSON, so that the diff shows the table', async () => {
    const tables = '{"customers":"id","addresses":"updated_at"}';
    await world.oncall.types(`/alooma edit billing_mysql tables ${tables}`);
    const card = wordsOf(await world.approver.waitsFor('`billing_mysql`'));
    expect(card).toContain('+      "customers": "id"');
  });
});
