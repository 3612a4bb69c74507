/** One call of Alooma's REST API, as the client makes it. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `rest/`, names in it encoded. */
  readonly path: string;
  /** The JSON text to send, sent as it is. */
  readonly body?: string;
  /** `write` when it may change something: then it is never repeated. */
  readonly kind: 'read' | 'write';
  /** What the call is for, as it follows "to" in a sentence: "list the inputs". */
  readonly purpose: string;
}

/** How a call ended: with an answer of any status, or without one. */
export type Reply = Answer | Loss;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly text: string;
  /** Absent where the answer does not say. */
  readonly contentType: string | undefined;
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** `name=value` of each cookie that the answer sets. */
  readonly cookies: readonly string[];
}

export interface Loss {
  readonly kind: 'loss';
  /**
   * - `unreachable`: no connection came about, so nothing was sent.
   * - `time_out`: no whole answer in time. · `broken`: the connection was lost on the way.
   * - `too_large`, `unreadable`: an answer came that was not taken in.
   */
  readonly why: 'unreachable' | 'time_out' | 'broken' | 'too_large' | 'unreadable';
  /** The platform's code, for example `ECONNREFUSED`. */
  readonly code: string | undefined;
}

export type Send = (call: Call, headers?: Readonly<Record<string, string>>) => Promise<Reply>;
