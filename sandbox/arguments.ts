import { parseArgs } from 'node:util';
import { z } from 'zod';

export const USAGE = `npm run sandbox [-- options]

  --port <number>    where the page is, 4400 at first
  --folder <folder>  where the state is kept, .sandbox at first
  --socket           run the bot in Socket Mode in the place of HTTP
  --help             this
`;

export interface SandboxArguments {
  port: number | undefined;
  folder: string;
  socket: boolean;
  help: boolean;
}

const PORT = 'must be a port: a number from 0 to 65535, 0 for any that is free';

const Values = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT)
    .optional(),
  folder: z.string().min(1, 'must be a folder').default('.sandbox'),
  socket: z.boolean().default(false),
  help: z.boolean().default(false),
});

/** @throws an error with a sentence for the terminal when an option is not known or its value is wrong */
export function readArguments(args: readonly string[]): SandboxArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      folder: { type: 'string' },
      socket: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const parsed = Values.safeParse(values);
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `--${String(issue.path[0])} ${issue.message}.`).join('\n'),
    );
  return { ...parsed.data, port: parsed.data.port };
}
