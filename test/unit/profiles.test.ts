import { describe, expect, it } from '@jest/globals';
import { Profile } from '../../src/domain/profile.ts';
import { ProfilesError, parseProfiles, readProfilesFile } from '../../src/profiles.ts';
import { complaintOf } from '../support/complaint.ts';

const KIND = { profile: Profile, fields: ['server', 'user', 'password'] };
const parse = (written: string) => parseProfiles(written, KIND);

const complaint = (written: string) => complaintOf(ProfilesError, () => parse(written));

describe('credentials profiles', () => {
  it('are read from YAML and from JSON', () => {
    const profile = { server: 'db', port: '5432', user: 'reader', password: 'hunter2' };
    expect(parse('w: {server: db, port: 5432, user: reader, password: hunter2}').get('w')).toEqual(profile);
    expect(parse(JSON.stringify({ w: profile })).get('w')).toEqual(profile);
    expect(parse('').size).toBe(0);
  });

  it.each([
    ['w: {server: x, pasword: hunter2}', 'w has no password but something like it'],
    ['w: {server: x, hunter2pw}', 'w has unknown fields'],
    ['w: {user: x, password: hunter2}', 'w holds a password and has to say for which server'],
    ['w: {server: x, password: !hunter2 y}', 'is no plain YAML (line 1)'],
    ['w: {server: x, password: ""}', 'w.password must not be empty'],
    ['w: {password: [hunter2]}', 'w.password must be a text'],
    ['w: hunter2', 'w must be an object'],
    ['w: {}', 'w must hold something'],
    ['- hunter2', 'it must be an object'],
    ['w:\n  password: "hunter2', 'is no plain YAML (line 2)'],
    ['"a\\nb": {password: hunter2}', 'a b must be named by'],
  ])('say what is wrong with %j and tell no value', (written, expected) => {
    expect(complaint(written)).toContain(expected);
    expect(complaint(written)).not.toContain('hunter2');
  });

  it('say that their file cannot be read', () => {
    expect(() => readProfilesFile('/nowhere/profiles.yml')).toThrow('cannot be read (ENOENT)');
  });
});
