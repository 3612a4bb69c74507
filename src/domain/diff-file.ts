import type { Change } from './change.ts';
import type { Preview } from './diff.ts';
import type { SharedFile } from './message.ts';
import { oneLine } from './mrkdwn.ts';

const LONGEST_NAME = 80;

/** The whole diff of a change as a file that is called like its input. */
export function diffFile({ inputName }: Pick<Change, 'inputName'>, { diff }: Preview): SharedFile {
  const name = oneLine(inputName);
  return {
    name: `${fileNameOf(inputName)}.diff`,
    content: [`--- ${name} as it is`, `+++ ${name} as it would be`, ...diff, ''].join('\n'),
  };
}

/** Letters and digits of any script; a name of none is called `input`. */
function fileNameOf(inputName: string): string {
  const safe = inputName.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._]+|[._]+$/g, '');
  return [...safe].slice(0, LONGEST_NAME).join('') || 'input';
}
