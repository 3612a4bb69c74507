import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import { ACCOUNT, API_KEY, EMAIL, PASSWORD } from './credentials.ts';
import { aloomaEmulator } from './emulator.ts';
import { type FaultBox, type Faults, faultBox } from './faults.ts';
import { createFront, type LoggedRequest, type Write } from './front.ts';
import { type OutsideEdits, outsideEdits } from './outside.ts';
import { type OutsideSamples, outsideSamples } from './outside-samples.ts';
import { keepIn } from './persistence.ts';
import type { AloomaState } from './state.ts';

export type { Faults } from './faults.ts';
export type { LoggedRequest, Write } from './front.ts';
export { seedState } from './seed.ts';
export type { AloomaState, RawInput } from './state.ts';

const LOOPBACK = '127.0.0.1';

export interface AloomaOptions {
  /** 0, or absent, picks a free one. */
  port?: number;
  /** Where the state is kept; without it, nothing is kept. */
  folder?: string;
  /** In the place of the ten inputs with their events; a state kept in `folder` goes before it. */
  seed?: AloomaState;
  /** Milliseconds until a new input appears, 2,000 when absent. */
  createDelay?: number;
  /** Told of every call that would change something, also beyond the 500 requests that are kept. */
  onWrite?: (write: Write) => void;
}

export interface AloomaStandIn extends OutsideEdits {
  /** For `ALOOMA_BASE_URL`: no path. */
  readonly url: string;
  readonly accountName: string;
  readonly apiKey: string;
  readonly email: string;
  readonly password: string;
  /** The last 500 requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  readonly faults: Faults;
  /** Event types and samples, as they come in past the bot. */
  readonly samples: OutsideSamples;
  close(): Promise<void>;
}

/** Starts a local Alooma on 127.0.0.1 that speaks the documented REST calls. Throws where the port is taken. */
export async function startAlooma(options: AloomaOptions = {}): Promise<AloomaStandIn> {
  const emulator = aloomaEmulator(options.createDelay ?? 2_000);
  const runtime = await createEmulator({
    service: emulator.definition,
    listen: false,
    seed: options.seed,
    persistence: options.folder === undefined ? undefined : await keepIn(options.folder),
  });
  const box: FaultBox = faultBox(() => {
    emulator.state().sessions = [];
  });
  const log: LoggedRequest[] = [];
  const front = createFront({
    carryOut: runtime.fetch,
    nextFault: box.next,
    log,
    onWrite: options.onWrite,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      front.server.once('error', reject).listen(options.port ?? 0, LOOPBACK, resolve);
    });
  } catch (error) {
    await runtime.close();
    throw error;
  }
  const { port } = front.server.address() as AddressInfo;

  return {
    url: `http://${LOOPBACK}:${port}`,
    accountName: ACCOUNT,
    apiKey: API_KEY,
    email: EMAIL,
    password: PASSWORD,
    requests: log,
    faults: box.faults,
    samples: outsideSamples(emulator.state),
    ...outsideEdits(emulator.state),
    async close() {
      await front.stop();
      await runtime.close();
    },
  };
}
