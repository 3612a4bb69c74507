import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../log.ts';
import { readBody, refusalOfBody } from './body.ts';
import { untilItWorks } from './boot.ts';
import { slackLogger, webClientOptions } from './client.ts';
import { answerHealth, type Health } from './health.ts';

export interface ReceiverOptions {
  readonly port: number;
  readonly host: string | undefined;
  readonly apiUrl: string | undefined;
  readonly logger: Logger;
  readonly health: Health;
  /** Are deliveries taken already? Until then Slack is asked to come again. */
  readonly isOpen: () => boolean;
}

/** How Slack's deliveries come in. The port is open before Slack or the database are there, for `/healthz`. */
export interface Inlet {
  /** What Bolt listens to; absent where nothing is taken from Slack. */
  readonly receiver: Receiver | undefined;
  /** @returns the address that it listens on */
  listen(): Promise<string>;
  /** Begins to take deliveries, once Slack is known to be there. */
  open(): Promise<void>;
  /** Can deliveries come in? */
  isConnected(): boolean;
  /** Takes no new deliveries; those under way can still be acknowledged. */
  close(): Promise<void>;
  /** Ends what is left: idle and half-sent requests. */
  end(): Promise<void>;
}

const MOST_BYTES = 1_000_000;
const CLOCK_TOLERANCE_S = 300;
/** A request has this long to arrive whole; Slack sends its own in milliseconds. Node looks every 30 s by default. */
const SERVER_TIMES = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};

export function createHttpInlet(signingSecret: string, options: ReceiverOptions): Inlet {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    bodyLimit: MOST_BYTES,
    processBeforeResponse: false,
    logger: slackLogger(options.logger),
    dispatchErrorHandler: ({ response }) => void response.writeHead(404).end(),
  });
  const bolt = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (answerHealth(options.health, request, response)) return;
    const refusal = refusalFor(request, options.isOpen());
    // What is refused is not read either, so the connection is of no more use.
    if (refusal) return void response.writeHead(refusal, { connection: 'close' }).end();
    // Bolt throws here for what is not for it, and its receiver catches that.
    if (request.method !== 'POST') return bolt(request, response);
    void handOn(request, response, signingSecret, bolt);
  };
  let server: Server | undefined;
  return {
    receiver,
    async listen() {
      server = (await receiver.start({ port: options.port, host: options.host }, SERVER_TIMES)) as Server;
      return addressOf(server);
    },
    open: async () => undefined,
    isConnected: () => true,
    close: async () => void server?.close(),
    end: async () => server?.closeAllConnections(),
  };
}

/** Has Bolt answer a request whose body has been looked at. */
async function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  signingSecret: string,
  bolt: RequestListener,
): Promise<void> {
  try {
    const body = await readBody(request, MOST_BYTES);
    if (!body) return void response.writeHead(413, { connection: 'close' }).end();
    const refusal = refusalOfBody(body, request.headers, signingSecret);
    if (refusal) return void response.writeHead(refusal).end();
    bolt(Object.assign(request, { rawBody: body }), response);
  } catch {
    // It broke off half-way, or came to another address: then nobody else has answered it.
    if (!response.headersSent) response.writeHead(404).end();
  }
}

/** What Bolt does not check: it takes a signature from the future, and the same one for as long as that lasts. */
function refusalFor(request: IncomingMessage, isOpen: boolean): number | undefined {
  if (request.method !== 'POST') return undefined;
  if (!isOpen) return 503;
  const sent = request.headers['x-slack-request-timestamp'];
  const isWhole = typeof sent === 'string' && /^\d{1,12}$/.test(sent);
  if (!isWhole || Math.abs(Number(sent) - Date.now() / 1000) > CLOCK_TOLERANCE_S) return 401;
  // Bolt refuses what is too large only as it reads it, and keeps the connection, with the rest still coming.
  if (Number(request.headers['content-length']) > MOST_BYTES) return 413;
  return undefined;
}

/**
 * Slack ends a connection now and then, and it is made anew. Slack's own client would end the process should that fail:
 * it leaves the rejection to nobody. So it is told not to, and each end of the connection is seen to here.
 */
export function createSocketInlet(appToken: string, options: ReceiverOptions): Inlet {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger(options.logger),
    installerOptions: { clientOptions: webClientOptions(options.apiUrl, options.logger) },
  });
  const server = createHealthServer(options.health);
  const ending = new AbortController();
  let isConnected = false;

  async function connect(): Promise<void> {
    await receiver.start();
    isConnected = true;
  }
  // The receiver hands on no such option.
  Object.assign(receiver.client, { autoReconnectEnabled: false });
  receiver.client.on('disconnected', () => {
    // An attempt that fails says so itself.
    if (!isConnected) return;
    isConnected = false;
    untilItWorks('Slack', connect, ending.signal, options.logger).catch(() => undefined);
  });

  return {
    receiver,
    listen: () => listenOn(server, options.port, options.host),
    open: connect,
    isConnected: () => isConnected,
    // What comes in at that moment and can be acknowledged no more is delivered again by Slack, to another process.
    async close() {
      ending.abort();
      await receiver.stop();
    },
    end: () => endServer(server),
  };
}

/** For a process that takes nothing from Slack and is only asked for its health. */
export function createHealthInlet(options: ReceiverOptions): Inlet {
  const server = createHealthServer(options.health);
  return {
    receiver: undefined,
    listen: () => listenOn(server, options.port, options.host),
    open: async () => undefined,
    isConnected: () => true,
    close: async () => undefined,
    end: () => endServer(server),
  };
}

function createHealthServer(health: Health): Server {
  const listener: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
    if (!answerHealth(health, request, response)) response.writeHead(404).end();
  };
  return createServer(SERVER_TIMES, listener);
}

function listenOn(server: Server, port: number, host: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(addressOf(server)));
  });
}

function endServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function addressOf(server: Server): string {
  const { port, address } = server.address() as AddressInfo;
  const isEverywhere = address === '::' || address === '0.0.0.0';
  return `http://${isEverywhere ? '127.0.0.1' : address}:${port}`;
}
