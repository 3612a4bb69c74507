import { describe, expect, it } from '@jest/globals';
import { commands } from '../../commands/registry.ts';
import { findCommand } from '../../commands/router/find-command.ts';
import { KnownError } from '../../src/errors.ts';

/** The verbs that are offered for what was typed. */
function offered(typed: string): readonly string[] | undefined {
  try {
    throw new Error(`${typed} was taken for ${findCommand(typed.split(' '), commands).verb}`);
  } catch (error) {
    if (error instanceof KnownError && error.code === 'unknown_verb') return error.meant?.nearest;
    throw error;
  }
}

describe('the command that was typed', () => {
  it('is found by its verb, in any case', () => {
    expect(findCommand(['PAUSE', 'x'], commands).verb).toBe('pause');
  });

  it.each([
    ['unpause', 'resume'],
    ['Unpause', 'resume'],
    ['stop', 'pause'],
    ['ls', 'list'],
    ['?', 'help'],
    ['set', 'edit'],
  ])('%s is another word for %s: it is offered alone, not run', (typed, verb) => {
    expect(offered(typed)).toEqual([verb]);
  });

  it.each([
    ['pasue', 'pause'],
    ['unpuase', 'resume'],
    ['resmue', 'resume'],
    ['disabel', 'pause'],
    ['shwo', 'show'],
  ])('%s is probably %s: nothing else is offered, least of all the opposite', (typed, verb) => {
    expect(offered(typed)).toEqual([verb]);
  });

  it('offers what cannot be undone only for one of its own words', () => {
    expect(offered('rm')).toEqual(['delete']);
    expect(offered('drop')).toEqual(['delete']);
    expect(offered('delte')).toEqual(['delete']);
    expect(offered('frob')).toEqual([]);
    expect(offered('remvoe')).not.toEqual(['delete']);
  });

  it.each([
    ['sample', ['samples', 'sample api', 'sample db']],
    ['sample apy', ['api']],
    ['Sample dbb shop orders id 1', ['db']],
    ['sample public.orders', ['samples']],
  ])('%s is half a verb: what is offered takes the place of the word that is wrong', (typed, meant) => {
    expect(offered(typed)).toEqual(meant);
  });

  it('offers nothing for a word that is near to none', () => {
    expect(offered('xyzzyplugh')).toEqual([]);
    expect(offered('constructor')).toEqual([]);
  });
});
