/** Stops what the setup started, and nothing else. */
export default async function teardown(): Promise<void> {
  await globalThis.testPostgres?.stop();
}
