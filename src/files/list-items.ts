import { damaged } from './faults.ts';

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const SPACE = /^[\t\n\r ]*$/;
const EMPTY_LIST = /^[\t\n\r ]*\[\][\t\n\r ]*$/;

/**
 * The items of a JSON list, each as its own text, out of a text that comes in pieces: no more of it is held than a piece
 * and the item that is under way. Whether each of them is JSON is not looked at.
 * @throws KnownError `bad_file` where the text turns out to be no list, perhaps after some items
 */
export async function* listItems(pieces: AsyncIterable<string>, fileName: string): AsyncGenerator<string> {
  let cut: Cut = { depth: 0, inString: 'no', around: '', item: '', items: 0 };
  for await (const piece of pieces) {
    const steps = cutSteps(cut, piece);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      if (SPACE.test(step.value)) throw noList(fileName);
      yield step.value;
    }
    cut = step.value;
  }
  if (!EMPTY_LIST.test(cut.around)) throw noList(fileName);
}

/** How far the cutting is, between two pieces. */
interface Cut {
  /** In so many lists and objects. */
  readonly depth: number;
  readonly inString: 'no' | 'yes' | 'escaped';
  /** What stood outside the list's items, its commas left out. */
  readonly around: string;
  /** The beginning of the item that is under way. */
  readonly item: string;
  readonly items: number;
}

/** Cuts at the commas of the outermost list. @returns how far it is then */
function* cutSteps(cut: Cut, piece: string): Generator<string, Cut> {
  let { depth, inString, around, item, items } = cut;
  let from = 0;
  for (let at = 0; at < piece.length; at += 1) {
    const character = piece.charCodeAt(at);
    if (inString !== 'no') {
      inString = behind(character, inString);
    } else if (character === QUOTE) {
      inString = 'yes';
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > 1) continue;
      around += piece.slice(from, at + 1);
      from = at + 1;
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth -= 1;
      if (depth !== 0) continue;
      item += piece.slice(from, at);
      // Between the brackets of an empty list there is nothing, and behind a comma there has to be something.
      if (items > 0 || !SPACE.test(item)) yield item;
      item = '';
      from = at;
    } else if (character === COMMA && depth === 1) {
      yield item + piece.slice(from, at);
      items += 1;
      item = '';
      from = at + 1;
    }
  }
  const rest = piece.slice(from);
  return depth > 0
    ? { depth, inString, around, item: item + rest, items }
    : { depth, inString, around: around + rest, item, items };
}

function behind(character: number, inString: 'yes' | 'escaped'): Cut['inString'] {
  if (inString === 'escaped') return 'yes';
  if (character === QUOTE) return 'no';
  return character === BACKSLASH ? 'escaped' : 'yes';
}

const noList = (fileName: string) => damaged(fileName, 'holds no JSON list');
