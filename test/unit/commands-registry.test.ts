import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { ACTION } from '../../blocks/ids.ts';
import { buttons, commands } from '../../commands/registry.ts';
import { readLine } from '../../commands/router/command-line.ts';
import { matchArguments } from '../../commands/router/usage.ts';
import { argumentNames, parseUsage } from '../../commands/router/usage-line.ts';
import { Operation } from '../../src/domain/operation.ts';
import { commandTable } from '../support/command-table.ts';

/** All that the files of a folder export, by file. */
async function exportsIn(folder: string): Promise<[file: string, exported: unknown[]][]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && file !== 'registry.ts');
  return Promise.all(
    files.map(async (file): Promise<[string, unknown[]]> => {
      const module: object = await import(`../../${folder}/${file}`);
      return [file, Object.values(module)];
    }),
  );
}

const isCommand = (value: unknown) =>
  typeof value === 'object' && value !== null && 'verb' in value && 'run' in value;
/** A verb of several words has its file under the same words. */
const fileOf = (command: unknown) =>
  `${z.looseObject({ verb: z.string() }).parse(command).verb.replaceAll(' ', '-')}.ts`;
const isButton = (value: unknown) =>
  typeof value === 'object' && value !== null && 'id' in value && 'run' in value;

describe('the registry', () => {
  it('holds the command of every file in commands/, named as the file, and no other', async () => {
    const files = await exportsIn('commands');
    expect(files.length).toBeGreaterThan(0);
    for (const [file, exported] of files) {
      const found = exported.filter(isCommand);
      expect(found).toEqual([expect.objectContaining({ verb: expect.any(String) })]);
      expect(found.map(fileOf)).toEqual([file]);
      expect(commands).toContain(found[0]);
    }
    expect(commands).toHaveLength(files.length);
  });

  it('holds every button of the files in commands/buttons, and no other', async () => {
    const found = (await exportsIn('commands/buttons')).flatMap(([, exported]) => exported.filter(isButton));
    expect(new Set(buttons)).toEqual(new Set(found));
    expect(buttons).toHaveLength(found.length);
  });

  it('answers every button that is not a command line, each by one handler', () => {
    const commandLines: string[] = [ACTION.run, ACTION.command, ACTION.page, ACTION.form];
    const drawn = Object.values(ACTION).filter((id) => !commandLines.includes(id));
    expect(buttons.map(({ id }) => id).toSorted()).toEqual(drawn.toSorted());
  });

  it('has each verb once', () => {
    expect(new Set(commands.map(({ verb }) => verb)).size).toBe(commands.length);
  });

  it('has each other word for one verb only, and none that is a verb', () => {
    const words = commands.flatMap(({ verb, also = [] }) => [verb, ...also]);
    expect(words.length).toBeGreaterThan(commands.length);
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  });

  it.each(commands.map((command) => [command.verb, command] as const))(
    'has a usage for %s that parses, with the names of its arguments, and examples of it',
    (verb, { usage, summary, args, action, examples = [] }) => {
      expect(parseUsage(usage).verb).toBe(verb);
      const names = argumentNames(usage);
      const shape = z.instanceof(z.ZodObject).parse(args).shape;
      expect(names.map(({ name }) => name).toSorted()).toEqual(Object.keys(shape).toSorted());
      for (const { name, isRequired } of names) {
        expect([name, z.instanceof(z.ZodType).parse(shape[name]).safeParse(undefined).success]).toEqual([
          name,
          !isRequired,
        ]);
      }
      expect(summary).toMatch(/^[A-Z][^|\n]*[^.]$/);
      for (const example of examples) {
        const line = readLine(example);
        expect(`${example} `.startsWith(`${verb} `)).toBe(true);
        expect(args.safeParse(matchArguments(usage, line)).success).toBe(true);
      }
      const actions = Operation.out.options.map((option) => option.shape.kind.value);
      expect(['help', 'read', 'samples', ...actions]).toContain(action);
    },
  );
});

describe('what is generated from the registry', () => {
  it('is the usage hint of the manifest', async () => {
    const Manifest = z.looseObject({
      features: z.looseObject({ slash_commands: z.array(z.looseObject({ usage_hint: z.string() })) }),
    });
    const manifest = Manifest.parse(parse(await readFile('manifest.yml', 'utf8')));
    expect(manifest.features.slash_commands.map(({ usage_hint }) => usage_hint)).toEqual([
      commands.map(({ verb }) => verb).join(' | '),
    ]);
  });

  it('is the table of the README', async () => {
    const readme = await readFile('README.md', 'utf8');
    const [, table] = readme.match(/<!-- commands -->\n([\s\S]*?)\n<!-- \/commands -->/) ?? [];
    expect(table?.trim()).toBe(commandTable(commands));
  });
});
