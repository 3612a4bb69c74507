import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const execute = promisify(execFile);
const ROOT = process.cwd();
const CRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const FOLDERS = ['src', 'commands', 'blocks', 'sandbox', 'test'];

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

async function cruise(cwd: string) {
  const args = [CRUISE, '--output-type', 'json', ...FOLDERS];
  const { stdout } = await execute(process.execPath, args, { cwd, maxBuffer: 64 * 2 ** 20 });
  return Report.parse(JSON.parse(stdout)).summary;
}

/** A file that must not be, what it imports, and the rule that has to say so. */
const WRONG: [file: string, imports: string, rule: string][] = [
  ['src/domain/reads.ts', '../services/service.ts', 'src-domain-leans'],
  ['src/domain/files.ts', 'node:fs', 'domain-is-pure'],
  ['src/domain/loads.ts', 'axios', 'domain-is-pure'],
  ['src/db/asks.ts', '../services/service.ts', 'src-db-leans'],
  ['src/services/draws.ts', '../../blocks/card.ts', 'src-services-leans'],
  ['src/services/runs.ts', '../../commands/pause.ts', 'src-services-leans'],
  ['src/services/calls.ts', '../alooma/client.ts', 'src-services-leans'],
  ['src/services/queries.ts', 'pg', 'pg-is-kept'],
  ['src/services/fetches.ts', 'axios', 'axios-is-kept'],
  ['src/services/posts.ts', '@slack/bolt', 'slack-is-kept'],
  ['src/services/shapes.ts', '@slack/types', 'slack-types-is-kept'],
  ['commands/posts.ts', '@slack/bolt', 'slack-is-kept'],
  ['commands/router/queries.ts', '../../src/db/query.ts', 'commands-router-leans'],
  ['src/services/queues.ts', 'graphile-worker', 'graphile-worker-is-kept'],
  ['src/alooma/serves.ts', '../services/service.ts', 'src-alooma-leans'],
  ['src/slack/draws.ts', '../../blocks/card.ts', 'src-slack-leans'],
  ['src/jobs/runs.ts', '../../commands/pause.ts', 'src-jobs-leans'],
  ['src/main.ts', './services/service.ts', 'src-main-leans'],
  ['src/errors.ts', 'zod', 'errors-is-a-leaf'],
  ['src/services/reads.ts', '../config.ts', 'src-services-leans'],
  ['src/db/reads.ts', '../config.ts', 'configuration-is-handed-down'],
  ['blocks/serves.ts', '../src/services/service.ts', 'blocks-leans'],
  ['commands/queries.ts', '../src/db/query.ts', 'commands-leans'],
  ['commands/lists.ts', './registry.ts', 'registry-is-wired-in-one-place'],
  ['commands/tries.ts', '../sandbox/stand-in.ts', 'product-does-not-need-the-sandbox'],
  ['commands/parses.ts', 'esbuild', 'product-runs-without-dev-dependencies'],
  ['sandbox/checks.ts', '../test/helper.ts', 'sandbox-does-not-need-tests'],
  ['src/db/borrows.ts', 'pg-types', 'packages-are-in-package-json'],
  ['src/db/misses.ts', './nowhere.ts', 'no-dead-imports'],
  ['src/db/circle-back.ts', './circle.ts', 'no-circles'],
];

const RIGHT: Record<string, string> = {
  'src/app.ts': "export * from '../commands/registry.ts';\nexport * as bolt from '@slack/bolt';\n",
  'src/alooma/client.ts': "export * as http from 'axios';\nexport type * from '../services/pipeline.ts';\n",
  'src/config.ts': 'export type Config = string;\nexport const read = 1;\n',
  'src/db/query.ts': "export * as pg from 'pg';\nexport type { Config } from '../config.ts';\n",
  'src/db/circle.ts': "export * from './circle-back.ts';\n",
  'src/services/pipeline.ts': 'export interface Pipeline {}\n',
  'src/services/service.ts': "export * from '../db/query.ts';\n",
  'blocks/card.ts': 'export const card = 1;\n',
  'commands/pause.ts': "export * from '../blocks/card.ts';\n",
  'commands/router/listen.ts': "export * as bolt from '@slack/bolt';\n",
  'commands/registry.ts': "export * from './pause.ts';\n",
  'sandbox/stand-in.ts': "export * from '../src/app.ts';\n",
  'test/helper.ts': "export * from '../sandbox/stand-in.ts';\n",
};

describe('the arrows between the folders', () => {
  let tree: string;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'alooma-chatops-arrows-'));
    for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json', 'biome.json']) {
      await cp(join(ROOT, file), join(tree, file));
    }
    await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    const wrong = WRONG.map(([file, imports]): [string, string] => [
      file,
      `export * as it from '${imports}';\n`,
    ]);
    for (const [file, text] of [...Object.entries(RIGHT), ...wrong]) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), text);
    }
  });

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it('refuse every wrong import, and nothing that is right', async () => {
    const { violations } = await cruise(tree);
    const found = violations.map(({ from, rule }) => `${from} ${rule.name}`);
    expect(
      WRONG.map(([file, , rule]) => `${file} ${rule}`).filter((wrong) => !found.includes(wrong)),
    ).toEqual([]);
    expect(violations.filter(({ from }) => from in RIGHT)).toEqual([]);
  });

  it('hold in the real tree', async () => {
    const { totalCruised, violations } = await cruise(ROOT);
    expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    // A cruise that reads nothing passes as well.
    expect(totalCruised).toBeGreaterThan(100);
  });

  it('keep the environment to the configuration', async () => {
    const lines = 'export const token = process.env.TOKEN;\n';
    await writeFile(join(tree, 'src/services/peeks.ts'), lines);
    await writeFile(join(tree, 'test/peeks.ts'), lines);
    const check = (file: string) => execute(BIOME, ['lint', '--vcs-enabled=false', file], { cwd: tree });
    await expect(check('test/peeks.ts')).resolves.toBeDefined();
    await expect(check('src/services/peeks.ts')).rejects.toMatchObject({
      stderr: expect.stringContaining('noProcessEnv'),
    });
  });
});
