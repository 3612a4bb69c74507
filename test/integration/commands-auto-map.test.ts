import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard } from '../support/asking.ts';
import { approved } from '../support/forms.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

describe('auto-map', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each([
    ['off', '"true"', '"false"'],
    ['NO', '"True"', '"False"'],
    ['false', 'true', 'false'],
    ['on', '"false"', '"true"'],
    ['yes', '"FALSE"', '"TRUE"'],
    ['true', 'false', 'true'],
  ])('%s: turns %s into %s, and changes no other byte', async (word, from, to) => {
    const name = `auto_map_${word}`;
    world.alooma.write(
      `{"id":"id-${name}","name":"${name}","type":"S3", "configuration":{"one":1.0, "auto_map": ${from} ,"password":"s3cr3t"}}`,
    );
    const before = world.alooma.text(name);
    const card = await editCard(world.oncall, `/alooma auto-map ${name} ${word}`);
    expect(await approved(world, name, card)).toBe(
      before.replace(`"auto_map": ${from}`, `"auto_map": ${to}`),
    );
  });

  it('adds the field where the input does not have it, as the pipeline writes it', async () => {
    world.alooma.write('{"id":"id-none","name":"auto_map_none","type":"S3","configuration":{"one":1.0}}');
    const card = await editCard(world.oncall, '/alooma auto-map auto_map_none off');
    expect(await approved(world, 'auto_map_none', card)).toContain(
      '"configuration":{"one":1.0,"auto_map":"false"}',
    );
  });

  it.each([
    ['orders_db on', 'Auto-mapping of `orders_db` is on already'],
    ['billing_mysql off', 'Auto-mapping of `billing_mysql` is off already'],
    ['orders_db maybe', 'on or off, and `maybe` is neither'],
    ['orders_db', 'It needs `<on|off>`'],
    ['nowhere_db on', 'No input is called `nowhere_db`'],
  ])('%s: is refused privately', async (typed, says) => {
    const answer = await answerTo(world.oncall, `/alooma auto-map ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer).replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(says);
  });

  it('refuses an input whose secrets came masked, a guest, and direct messages', async () => {
    world.alooma.add({
      name: 'auto_map_masked',
      type: 'S3',
      configuration: { auto_map: 'true', password: '****' },
    });
    expect(wordsOf(await answerTo(world.oncall, '/alooma auto-map auto_map_masked off'))).toContain('masked');
    expect(await changesOf(world, 'auto_map_masked')).toEqual([]);
    expect((await answerTo(world.guest, '/alooma auto-map orders_db off')).isEphemeral).toBe(true);
    const direct = world.slack.people.oncall.directChannel;
    const answer = await answerTo(world.oncall, '/alooma auto-map orders_db off', direct);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
    expect(await changesOf(world, 'orders_db')).toEqual([]);
  });
});
