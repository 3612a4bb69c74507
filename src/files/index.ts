import type { SampleFiles } from '../services/sample-sources.ts';

/** @param folder made at the first write */
export function createSampleFiles(_folder: string): SampleFiles {
  const notYet = () => {
    throw new Error('not yet');
  };
  return {
    pathFor: notYet,
    find: notYet,
    names: notYet,
    write: notYet,
    writeInput: notYet,
    read: notYet,
    bundle: notYet,
    clean: async () => undefined,
  };
}
