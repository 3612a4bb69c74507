import { code } from '../domain/mrkdwn.ts';
import { KnownError } from '../errors.ts';
import { isError } from '../log.ts';

/** What goes wrong with files, in sentences for people. No path is in them: whoever asks does not know the server. */

/** Bytes: more is not read into memory. */
export const LARGEST = 64 * 1024 ** 2;

/** The platform's codes for a disk, or somebody's part of it, that is full. */
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * @returns what to throw for something that went wrong while the folder was written to: `bad_file` where that is of this
 *   file alone, `bad_folder` where it would be so for every other
 */
export function notWritten(error: unknown): unknown {
  const fault = platformCode(error);
  if (fault === undefined) return error;
  const isInTheWay = fault === 'EISDIR';
  const what = isInTheWay
    ? 'In the folder for samples there is another folder where a file should be, so that could not be saved. Whoever runs the bot has to remove it.'
    : FULL.includes(fault)
      ? `There is no room left where samples are saved (${fault}), so nothing more was saved. Whoever runs the bot has to make room in the folder of \`SAMPLES_DIR\`, or choose another.`
      : `The folder for samples cannot be written to (${fault}), so nothing more was saved. Whoever runs the bot has to check \`SAMPLES_DIR\`: it names a folder that the bot may write to.`;
  return new KnownError(isInTheWay ? 'bad_file' : 'bad_folder', what, { cause: error });
}

/** @returns what to throw for something that went wrong while a file was read */
export function notRead(fileName: string, error: unknown): unknown {
  const fault = platformCode(error);
  if (fault === undefined) return error;
  // What is opened without following it, and is a link.
  if (fault === 'ELOOP') return noFile(fileName);
  if (fault === 'ENOTDIR') return noFolder();
  const sentence = isMissing(error)
    ? `The file ${code(fileName)} is not there any more. Save it again.`
    : `The file ${code(fileName)} cannot be read (${fault}). Whoever runs the bot has to check who may read the folder of \`SAMPLES_DIR\`.`;
  return new KnownError('bad_file', sentence, { cause: error });
}

function noFolder(): KnownError {
  return new KnownError(
    'bad_folder',
    'What `SAMPLES_DIR` names is no folder, so nothing can be read from it. Whoever runs the bot has to name one.',
  );
}

export function allClaimsDamaged(): KnownError {
  return new KnownError(
    'bad_file',
    'There is no file name left for it: what says whose the files are is damaged. Whoever runs the bot has to remove what is empty in the folder `.names` of `SAMPLES_DIR`.',
  );
}

export function noFile(fileName: string): KnownError {
  return new KnownError('bad_file', `${code(fileName)} is no file. Remove it, and save it again.`);
}

export function tooLarge(fileName: string): KnownError {
  const most = `${LARGEST / 1024 ** 2} MB`;
  return new KnownError(
    'bad_file',
    `The file ${code(fileName)} has more than ${most}, which is the most that is read. It stays as it is: take the files of single events instead.`,
  );
}

/** @param why what it is not, as it follows "it": `is not UTF-8` */
export function damaged(fileName: string, why: string): KnownError {
  return new KnownError(
    'bad_file',
    `The file ${code(fileName)} is damaged: it ${why}. Save it again, or mend it by hand.`,
  );
}

/** A part of the path that is a file has nothing in it either. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(platformCode(error) ?? '');
}

/** @returns for example `EACCES`; nothing for what does not come from the file system */
export function platformCode(error: unknown): string | undefined {
  const isPlatforms = isError(error) && 'syscall' in error && 'code' in error;
  return isPlatforms && typeof error.code === 'string' ? error.code : undefined;
}
