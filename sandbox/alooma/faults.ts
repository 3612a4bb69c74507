import { setMaxListeners } from 'node:events';

/**
 * Faults that a test, or a person at the sandbox, can put into the local Alooma. Each holds for the requests that it
 * is limited to and for so many of them; without limits, for all until `clear()`.
 */
export interface FaultLimits {
  method?: string;
  /** Matched against the path below `rest/` with its query, for example `/^inputs$/`. */
  path?: RegExp;
  times?: number;
}

export interface AfterEffect {
  /** The request is carried out all the same; only its answer is spoilt. */
  takesEffect?: boolean;
}

export interface StatusOptions extends FaultLimits, AfterEffect {
  body?: string;
  headers?: Record<string, string>;
  /** Answers once this resolves. */
  until?: Promise<unknown>;
}

export interface Faults {
  /** Waits so many milliseconds, then does as asked, also when the client has gone by then: a write that lands late. */
  delay(milliseconds: number, limits?: FaultLimits): void;
  /** Waits until it is let go, by what this gives or by `clear()`, then does as asked. */
  hold(limits?: FaultLimits): () => void;
  /** Takes the request and never answers. */
  hang(limits?: FaultLimits & AfterEffect): void;
  /** Answers a byte at a time, for ever. */
  trickle(limits?: FaultLimits): void;
  status(code: number, options?: StatusOptions): void;
  /** 429 with `Retry-After` in seconds. */
  rateLimit(seconds: number, limits?: FaultLimits): void;
  /** Closes the connection before anything was done. */
  dropBefore(limits?: FaultLimits): void;
  /** Does as asked, then closes the connection without an answer. */
  dropAfter(limits?: FaultLimits): void;
  /** As an Alooma that does not have the newer `GET inputs` and `GET inputs/{id}`. */
  noInputsCall(): void;
  /** Every session ends: the next call with a cookie is answered by 401. */
  endSessions(): void;
  clear(): void;
}

export type Fault =
  | { kind: 'delay'; milliseconds: number }
  | { kind: 'hold'; letGo: AbortSignal }
  | { kind: 'hang' | 'drop'; takesEffect: boolean }
  | { kind: 'trickle' }
  | {
      kind: 'status';
      code: number;
      takesEffect: boolean;
      body: string;
      headers: Record<string, string>;
      until: Promise<unknown> | undefined;
    };

interface Armed {
  fault: Fault;
  limits: FaultLimits;
  left: number;
}

export interface FaultBox {
  faults: Faults;
  /** The fault that this request meets, if any; the one put in first goes first. */
  next(method: string, path: string): Fault | undefined;
}

function isMeant(armed: Armed, method: string, path: string): boolean {
  const { limits } = armed;
  return (
    armed.left > 0 &&
    (limits.method ?? method) === method &&
    (limits.path === undefined || limits.path.test(path))
  );
}

export function faultBox(endSessions: () => void): FaultBox {
  let armed: Armed[] = [];
  let letGoOfAll: (() => void)[] = [];
  const arm = (fault: Fault, limits: FaultLimits = {}) => {
    armed.push({ fault, limits, left: limits.times ?? Number.POSITIVE_INFINITY });
  };
  const status = (code: number, options: StatusOptions = {}) => {
    const { takesEffect = false, body = '{"error":"fault"}', headers = {}, until } = options;
    arm({ kind: 'status', code, takesEffect, body, headers, until }, options);
  };

  const hold = (limits?: FaultLimits) => {
    const holding = new AbortController();
    const { signal } = holding;
    // As many may wait for it as there are requests under way.
    setMaxListeners(0, signal);
    arm({ kind: 'hold', letGo: signal }, limits);
    const letGo = () => {
      armed = armed.filter(({ fault }) => !(fault.kind === 'hold' && fault.letGo === signal));
      holding.abort();
    };
    letGoOfAll.push(letGo);
    return letGo;
  };

  return {
    faults: {
      hold,
      delay: (milliseconds, limits) => arm({ kind: 'delay', milliseconds }, limits),
      hang: (limits) => arm({ kind: 'hang', takesEffect: limits?.takesEffect ?? false }, limits),
      trickle: (limits) => arm({ kind: 'trickle' }, limits),
      status,
      rateLimit: (seconds, limits) => status(429, { ...limits, headers: { 'retry-after': String(seconds) } }),
      dropBefore: (limits) => arm({ kind: 'drop', takesEffect: false }, limits),
      dropAfter: (limits) => arm({ kind: 'drop', takesEffect: true }, limits),
      noInputsCall: () => status(404, { method: 'GET', path: /^inputs(\/|\?|$)/ }),
      endSessions,
      clear: () => {
        armed = [];
        for (const letGo of letGoOfAll) letGo();
        letGoOfAll = [];
      },
    },
    next(method, path) {
      const met = armed.find((candidate) => isMeant(candidate, method, path));
      if (met) met.left -= 1;
      return met?.fault;
    },
  };
}
