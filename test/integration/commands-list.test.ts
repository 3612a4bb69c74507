import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedState } from '../../sandbox/alooma/index.ts';
import { answerTo, writesTo } from '../support/asking.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('/alooma list', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('lists the inputs for the channel, in alphabetical order', async () => {
    const answer = await answerTo(world.oncall, '/alooma list');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('10 inputs');
    expect(wordsOf(answer)).toContain('billing_mysql\ncrm_salesforce\ncustomers_db');
    expect(wordsOf(answer)).not.toMatch(/restream|warehouse/i);
  });

  it('lists those with a part in their name, in either case', async () => {
    const answer = wordsOf(await answerTo(world.oncall, '/alooma list ORDERS'));
    expect(answer).toContain('2 inputs with `ORDERS` in the name');
    expect(answer).toContain('orders_db\norders_db_legacy');
    expect(answer).not.toContain('customers_db');
  });

  it('says that there is none with that part', async () => {
    const answer = wordsOf(await answerTo(world.oncall, '/alooma list zebra'));
    expect(answer).toContain('0 inputs with `zebra` in the name');
  });

  it.each(['--quoted', 'ORDERS --quoted', '--quoted ORDERS'])('%s: lists them for a query', async (line) => {
    const answer = await answerTo(world.oncall, `/alooma list ${line}`);
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain("'orders_db',\n'orders_db_legacy',");
    expect(wordsOf(answer).includes("'customers_db',")).toBe(line === '--quoted');
  });

  it.each([
    ['list --quotd', '`--quotd` is not known here. Did you mean `--quoted`?'],
    ['list --quoted --quoted', '`--quoted` stands there twice'],
    ['list orders db', 'A name with spaces goes in quotes'],
    ['list ""', '`&lt;part&gt;` is empty'],
  ])('%s: is refused in private', async (line, says) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
  });

  it('has no buttons, and writes nothing', async () => {
    expect(buttonsOf(await answerTo(world.backup, '/alooma list'))).toEqual([]);
    expect(writesTo(world)).toEqual([]);
  });
});

describe('/alooma list --quoted with hostile names', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: { ...seedState(), inputs: [] } } });
    for (const name of HOSTILE_NAMES) world.alooma.add({ name, type: 'S3' });
  });
  afterAll(() => world.stop());

  it('gives each as SQL reads it, in a block that formats nothing', async () => {
    const answer = await answerTo(world.oncall, '/alooma list --quoted');
    const block = answer.blocks?.find(({ type }) => type === 'rich_text') as unknown as {
      elements: { type: string; elements: { type: string; text: string }[] }[];
    };
    expect(block.elements).toHaveLength(1);
    expect(block.elements[0]?.type).toBe('rich_text_preformatted');
    expect(block.elements[0]?.elements.map(({ type }) => type)).toEqual(['text']);
    const lines = block.elements[0]?.elements[0]?.text.split('\n') ?? [];
    const read = lines.map((line) => line.replace(/^'|',$/g, '').replaceAll("''", "'"));
    expect(new Set(read)).toEqual(new Set(HOSTILE_NAMES));
  });

  it('names none of them in what Slack formats', async () => {
    const answer = await answerTo(world.oncall, '/alooma list "<!channel>" --quoted');
    expect(wordsOf(answer)).toContain('1 input with `&lt;!channel&gt;` in the name');
    const formatted = answer.blocks?.filter(({ type }) => type !== 'rich_text');
    expect(JSON.stringify(formatted)).not.toMatch(/<[!@]/);
  });
});
