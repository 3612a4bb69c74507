import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

/** Slack's limits: https://docs.slack.dev/reference/app-manifest. Strict, so that a misspelt key is seen here. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.int(), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(false),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .max(32)
            .regex(/^\/[a-z_-]+$/),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

/** What in the program needs a scope. A scope that is not here is not understood, and one without a use is too much. */
const USES: Record<string, RegExp> = {
  commands: /\.command\(/,
  'chat:write': /\bchat\.(postMessage|postEphemeral|update)\b/,
  'files:write': /\.filesUploadV2\(/,
  'users:read': /\busers\.info\b/,
  'usergroups:read': /\busergroups\.users\.list\b/,
};

async function source(): Promise<string> {
  const folders = await Promise.all(
    ['src', 'commands', 'blocks'].map(async (folder) =>
      (await readdir(folder, { recursive: true }))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(folder, file)),
    ),
  );
  return (await Promise.all(folders.flat().map((file) => readFile(file, 'utf8')))).join('\n');
}

describe('manifest.yml', () => {
  it('is as Slack accepts it', async () => {
    const manifest = Manifest.parse(await parseFile());
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/alooma']);
  });

  it('asks for the scopes that the program uses, and no more', async () => {
    const { oauth_config } = Manifest.parse(await parseFile());
    const code = await source();
    const used = Object.entries(USES).flatMap(([scope, use]) => (use.test(code) ? [scope] : []));
    expect(oauth_config.scopes.bot.toSorted()).toEqual(used.toSorted());
  });
});

async function parseFile(): Promise<unknown> {
  return parse(await readFile('manifest.yml', 'utf8'));
}
