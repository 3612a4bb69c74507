import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** The parts of an app's manifest that the sandbox acts on. Source: https://docs.slack.dev/reference/app-manifest */
const Manifest = z.object({
  display_information: z.object({ name: z.string() }),
  features: z.object({
    app_home: z
      .object({ messages_tab_enabled: z.boolean().default(false) })
      .default({ messages_tab_enabled: false }),
    bot_user: z.object({ display_name: z.string() }).optional(),
    slash_commands: z
      .array(
        z.object({
          command: z.string().startsWith('/'),
          description: z.string(),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

export interface AppManifest {
  appName: string;
  botName: string;
  scopes: string[];
  /** Whether there is a conversation between a person and the app. */
  hasMessagesTab: boolean;
  commands: { command: string; description: string; usageHint: string }[];
}

/** Reads `manifest.yml`. Throws zod's error, with the path of what is missing, when it is not an app's manifest. */
export function readManifest(path: string): AppManifest {
  const manifest = Manifest.parse(parse(readFileSync(path, 'utf8')));
  const appName = manifest.display_information.name;
  return {
    appName,
    botName: manifest.features.bot_user?.display_name ?? appName,
    scopes: manifest.oauth_config.scopes.bot,
    hasMessagesTab: manifest.features.app_home.messages_tab_enabled,
    commands: manifest.features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
  };
}
