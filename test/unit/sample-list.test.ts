import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../src/domain/json.ts';
import { parseJsonSteps } from '../../src/domain/json-values.ts';
import { listedItemSteps, printedListSteps, printSamplesSteps } from '../../src/domain/printed-samples.ts';
import {
  chosenSteps,
  insideSteps,
  itemsOf,
  sampleListOf,
  sampleListSteps,
} from '../../src/domain/sample-list.ts';
import { redactionOf } from '../../src/domain/sample-redaction.ts';
import { atOnce, type Steps } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';

const itemsIn = (text: string) => atOnce(itemsOf(text))?.map(({ start, end }) => text.slice(start, end));
/** More than is read at once. */
const LONG = ' '.repeat(64 * 1024);

/** A sample of 1.2 MB, which alone is all of its list. */
const ROWS = `[${Array.from({ length: 40_000 }, (_, id) => `{"id":${id},"name":"abc def"}`).join(',')}]`;
const LARGE = `[{"sample":{"rows":${ROWS}},"status":"OK"}]`;

function stepsOf<Result>(steps: Steps<Result>): { count: number; result: Result } {
  for (let count = 0; ; count += 1) {
    const { done, value } = steps.next();
    if (done) return { count, result: value };
  }
}

describe('the items of a list', () => {
  it('are the characters of the text, of whatever kind they are', () => {
    const items = ['{ "a":[1.0,{}], "]": "," }', '[]', '"\\"]"', '-1.50', 'null', '{}', '[[ [] ]]'];
    expect(itemsIn(` [ ${items.join(' ,\n')}\t] `)).toEqual(items);
    expect(itemsIn('[]')).toEqual([]);
  });

  it.each(['', ' ', '{}', '7', '[', '[1', '[1,]', '[,1]', '[1 2]', '[{]', '[}', '[1]]', '[1],', '{"a":[1]}'])(
    'are none of what is no list: %j',
    (text) => expect(itemsIn(text)).toBeUndefined(),
  );

  it('hold for any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (values) => {
        expect(itemsIn(`[${values.join(' , ')}]`)).toEqual(values.map((value) => value.trim()));
      }),
    );
  });
});

describe('JSON that is read in slices', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(atOnce(parseJsonSteps(text + LONG))).toEqual(parseJson(text));
      }),
    );
    const odd = '{"a":1,"__proto__":{"b":-0},"n":[12345678901234567890,1e400,1.50,true],"a":"\\u00e9"}';
    const read = atOnce(parseJsonSteps(odd + LONG));
    expect(JSON.stringify(read)).toBe(JSON.stringify(parseJson(odd)));
  });

  it.each(['{', '{"a":1,}', '["\\x"]', '[01]', '"a\nb"'])('is nothing where it is none: %j', (text) => {
    expect(atOnce(parseJsonSteps(text + LONG))).toBeUndefined();
  });
});

describe('a list with one large sample', () => {
  it('is read in slices, to the same samples', () => {
    const { count, result } = stepsOf(sampleListSteps(LARGE));
    expect(count).toBeGreaterThan(1_000);
    expect(result?.samples).toEqual([
      { sample: { rows: JSON.parse(ROWS) }, status: 'OK', timestamp: undefined, eventType: undefined },
    ]);
  });

  it('is cut and printed in slices', () => {
    const list = sampleListOf(LARGE);
    if (!list) throw new Error('no list of samples');
    expect(stepsOf(insideSteps(LARGE)).count).toBeGreaterThan(500);
    expect(stepsOf(chosenSteps(list, 0)).count).toBeGreaterThan(500);
    const printed = atOnce(printSamplesSteps(list, redactionOf(['none'])));
    const { count, result } = stepsOf(printedListSteps(printed));
    expect(count).toBeGreaterThan(5);
    expect(result).toBe(`[\n${atOnce(listedItemSteps(printed.items[0]?.text ?? ''))}\n]\n`);
    expect(JSON.parse(result)).toEqual(JSON.parse(LARGE));
  });
});
