/** Making the Web API misbehave on purpose, for tests of what the app does then. */

export type Fault =
  /** Answers `{ ok: false, error }`; nothing is carried out. */
  | { error: string }
  /** Answers with this HTTP status and nothing else of use; 429 with `Retry-After`. Nothing is carried out. */
  | { status: number; retryAfterSeconds?: number }
  /** Never answers; nothing is carried out. */
  | { hang: true }
  /** Waits for this, then does as asked. */
  | { until: Promise<unknown> }
  /** Carries the call out and then breaks the connection: the app cannot know. */
  | { loseAnswer: true };

export interface Faults {
  /**
   * The next `times` calls of the method fail; `response_url` stands for all response addresses.
   * A string is short for `{ error }`.
   */
  fail(method: string, fault: Fault | string, times?: number): void;
  clear(): void;
}

export interface FaultBook extends Faults {
  /** Takes the fault that is due for this call, if there is one. */
  due(method: string): Fault | undefined;
}

export function startFaults(): FaultBook {
  const waiting = new Map<string, Fault[]>();
  return {
    fail(method, fault, times = 1) {
      const whole = typeof fault === 'string' ? { error: fault } : fault;
      const queue = waiting.get(method) ?? [];
      waiting.set(method, [...queue, ...Array.from({ length: times }, () => whole)]);
    },
    clear: () => waiting.clear(),
    due: (method) => waiting.get(method)?.shift(),
  };
}
