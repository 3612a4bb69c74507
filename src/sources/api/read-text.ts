import { empty, failed, isNetworkError, networkFailure, tooLarge } from './failures.ts';
import type { Answered } from './follow.ts';

/**
 * The answer's text, read piece by piece: what is larger than that is given up as soon as it is, however small it came
 * packed.
 * @param largest bytes, unpacked
 */
export async function readText(answered: Answered, largest: number): Promise<string> {
  const { got, url } = answered;
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of got.body) {
      size += piece.length;
      // Leaving the loop ends the stream, and with it the connection.
      if (size > largest) throw tooLarge(largest);
      pieces.push(piece);
    }
  } catch (error) {
    throw isNetworkError(error) ? networkFailure(error, url) : error;
  }
  const text = decoded(Buffer.concat(pieces), got.contentType);
  if (text.trim() === '') throw empty(url);
  return text;
}

/** What is replaced in reading would stand in the sample as something that the API never said. */
function decoded(bytes: Buffer, contentType: string | undefined): string {
  const [, label = 'utf-8'] = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '') ?? [];
  try {
    return decoderFor(label).decode(bytes);
  } catch {
    throw failed('The answer is no readable text: it is not written in the characters that it says.');
  }
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}
