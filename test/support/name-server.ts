import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';

/** A name server on loopback. */
export interface NameServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** The names that it was asked for, with `A` or `AAAA`. */
  readonly questions: readonly string[];
  /** What names have, as addresses; a name that is not among them has none, and of `undefined` nothing is ever said. */
  knows(names: Readonly<Record<string, readonly string[] | undefined>>): void;
  close(): Promise<void>;
}

const HEADER = 12;
const TYPES: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };
const [ANSWER, NO_SUCH_NAME] = [0x8180, 0x8183];

export async function startNameServer(): Promise<NameServer> {
  const questions: string[] = [];
  let known: Readonly<Record<string, readonly string[] | undefined>> = {};
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionIn(query);
    questions.push(`${TYPES[type]} ${name}`);
    if (name in known && !known[name]) return;
    const found = known[name]?.filter((one) => isIPv4(one) === (type === 1));
    socket.send(answerTo(query.subarray(0, end), found), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    knows(names) {
      known = names;
      questions.length = 0;
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** Its name is in parts, each behind its length, and ends with an empty one; the type and class follow. */
function questionIn(query: Buffer): { name: string; type: number; end: number } {
  const parts: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    parts.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: parts.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, addresses: readonly string[] | undefined): Buffer {
  const head = Buffer.from(query);
  head.writeUInt16BE(addresses ? ANSWER : NO_SUCH_NAME, 2);
  head.writeUInt16BE(addresses?.length ?? 0, 6);
  // No further records: whoever asks adds one that says what it can take.
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...(addresses ?? []).map(recordOf)]);
}

function recordOf(address: string): Buffer {
  const bytes = isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : Buffer.from(address.replaceAll(':', ''), 'hex');
  const record = Buffer.alloc(12);
  // The name of the question, the type, the class, a life of a minute, the length.
  record.writeUInt16BE(0xc000 + HEADER, 0);
  record.writeUInt16BE(bytes.length === 4 ? 1 : 28, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([record, bytes]);
}
