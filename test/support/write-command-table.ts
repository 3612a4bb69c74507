import { readFile, writeFile } from 'node:fs/promises';
import { commands } from '../../commands/registry.ts';
import { commandTable } from './command-table.ts';

/** `npm run docs`: writes the README's table of commands anew from the registry. A test fails when that was forgotten. */

const README = new URL('../../README.md', import.meta.url);
const text = await readFile(README, 'utf8');
const table = /(<!-- commands -->\n).*?(<!-- \/commands -->)/s;
await writeFile(
  README,
  text.replace(table, (_, start: string, end: string) => `${start}\n${commandTable(commands)}\n\n${end}`),
);
