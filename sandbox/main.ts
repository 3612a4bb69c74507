/** `npm run sandbox`: the real bot on a local Slack, Alooma and PostgreSQL, behind one address. */

const OLDEST = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(`The sandbox needs Node ${OLDEST} or newer; this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  // Only now: an older Node cannot even read what comes next.
  const { runSandbox } = await import('./command-line.ts');
  await runSandbox(process.argv.slice(2));
}
