import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An Alooma that takes its time: a process of its own, since the real one does not share a processor with the bot. It is
 * started with how many events it has and how many milliseconds it takes to give the samples of one.
 */

const [events = 0, pause = 0] = process.argv.slice(2).map(Number);
const EVENTS_AN_INPUT = 100;
const SAMPLES = 10;

const listing = JSON.stringify(
  Array.from({ length: events }, (_, at) => ({
    name: `public.event ${at}`,
    origInputLabel: `input_${Math.floor(at / EVENTS_AN_INPUT)}`,
    state: 'MAPPED',
  })),
);

function samplesOf(eventType: string): string {
  return JSON.stringify(
    Array.from({ length: SAMPLES }, (_, at) => ({
      sample: {
        id: at,
        total: 129.9,
        comment: 'Leave it with the neighbours, please. '.repeat(8),
        _metadata: { input_label: 'input', event_type: eventType, '@timestamp': '2019-03-02T08:15:30.123Z' },
      },
      status: 'PROCESSED',
      timestamp: 1_551_514_530_123,
      eventType,
    })),
  );
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const eventType = url.searchParams.get('eventType');
  response.setHeader('content-type', 'application/json');
  if (eventType === null) return void response.end(listing);
  setTimeout(() => response.end(samplesOf(eventType)), pause);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
