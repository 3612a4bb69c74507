import type { ApiSource } from '../../services/sample-sources.ts';

export interface ApiSourceOptions {
  /** Hosts that may be asked whatever their address is, in lower case. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Milliseconds for a whole request, redirects included. */
  readonly timeout?: number;
  /** Bytes of an answer, unpacked. */
  readonly largestAnswer?: number;
}

export function createApiSource(_options: ApiSourceOptions): ApiSource {
  return {
    fetchEvents() {
      throw new Error('not yet');
    },
  };
}
