import { parseArgs } from 'node:util';
import { loadDatabaseUrl } from './config.ts';
import { createPool, isDatabaseDown } from './db/pool.ts';
import { type Head, headFrom, headText } from './domain/audit.ts';
import { counted } from './domain/stats.ts';
import { createLogger, isError } from './log.ts';
import { unrecordedChanges, verifyAudit } from './services/audit.ts';

/**
 * `npm run audit:verify [-- --head <seq>:<hash>]`: proves the audit trail's chain, or names the first row at which it is
 * broken. It ends with 0 when all is well, with 1 when the chain is broken or a change is not in it, and with 2 when that could not be found out.
 */

const BROKEN = 1;
const UNKNOWN = 2;

/** @throws an error whose message says what is wrong with the command line */
function notedHead(): Head | undefined {
  const { head } = parseArgs({ options: { head: { type: 'string' } } }).values;
  if (head === undefined) return undefined;
  const noted = headFrom(head);
  if (!noted) throw new Error('--head takes what an earlier run has printed: <seq>:<64 hexadecimal digits>.');
  return noted;
}

/** @returns the code to end with */
async function verify(): Promise<number> {
  const noted = notedHead();
  const pool = createPool(loadDatabaseUrl(), createLogger('silent'));
  try {
    const verdict = await verifyAudit(pool, noted);
    if (!verdict.proven) {
      process.stderr.write(`The audit trail is broken at seq ${verdict.seq}: ${verdict.why}.\n`);
      return BROKEN;
    }
    const { seq } = verdict.head;
    process.stdout.write(
      seq === 0
        ? 'The audit trail is empty.\n'
        : `The audit trail is whole: ${seq} entries, seq 1 to ${seq}, head ${headText(verdict.head)}\n`,
    );
    const unrecorded = await unrecordedChanges(pool);
    if (!unrecorded) return 0;
    const { count, first } = unrecorded;
    process.stderr.write(
      `It says nothing of ${counted(count, 'change')} in the table, ${first} among them: the triggers were off.\n`,
    );
    return BROKEN;
  } finally {
    await pool.end();
  }
}

function whyNot(error: unknown): string {
  if (isDatabaseDown(error)) return 'the database does not answer';
  return isError(error) ? error.message : 'for no reason that is known';
}

try {
  process.exitCode = await verify();
} catch (error) {
  process.stderr.write(`The audit trail could not be verified: ${whyNot(error)}\n`);
  process.exitCode = UNKNOWN;
}
