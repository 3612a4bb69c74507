import http from 'node:http';

/** Tests speak to this machine only. Anything else is refused before a name is looked up. */

/** What watches for one test file. The platform's modules are one for all files of a process, and it stands in those. */
interface Guard {
  restore(): void;
}

const GUARD = Symbol.for('the network guard of a test file');
const guarded = http as typeof http & { [GUARD]?: Guard };

// Before the next comes in: on top of this one it would take what this has put there for the platform's own.
guarded[GUARD]?.restore();
const { default: nock } = await import('nock');
guarded[GUARD] = nock;

nock.disableNetConnect();
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/);
