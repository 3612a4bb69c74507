import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase } from '../support/database.ts';

it('gives each caller an empty database, and takes it away although somebody is still connected', async () => {
  const databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const [first, second] = databases.map(({ url }) => new Client({ connectionString: url }));
  const ended = new Promise((resolve) => first?.on('error', resolve));
  await Promise.all([first?.connect(), second?.connect()]);
  await first?.query('CREATE TABLE mine ()');
  expect((await second?.query("SELECT to_regclass('mine') AS found"))?.rows).toEqual([{ found: null }]);

  await databases[0]?.drop();
  await expect(ended).resolves.toMatchObject({ code: '57P01' });
  await second?.end();
  await databases[1]?.drop();
  await expect(new Client({ connectionString: databases[1]?.url }).connect()).rejects.toMatchObject({
    code: '3D000',
  });
});
