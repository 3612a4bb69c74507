import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config.ts';
import { PolicyFileError, parsePolicy, readPolicyFile } from '../../src/policy-file.ts';
import { complaintOf } from '../support/complaint.ts';
import { makeFolder } from '../support/folder.ts';
import { fc } from '../support/properties.ts';

const complaint = (written: string) => complaintOf(PolicyFileError, () => parsePolicy(written));

const FULL = `channels: [C0PIPELINE, direct]
rules:
  - name: production deletes
    actions: [delete, add-table]
    inputs: [prod_*]
    types: [ODBC]
    channels: [C0PIPELINE]
    approvals: 2
    ask: [S0ONCALL01]
    approve: [S0APPROV01, U0APPROV01]
    self_approve: true
    open_for: 4h
    reason: required
    alone: [U0APPROV01]
  - fields: [password, "ssh.*"]
    ask: nobody
  - actions: [read]
    ask: everyone
`;

describe('the policy file', () => {
  it('gives rules, each with its line', () => {
    const { channels, rules } = parsePolicy(FULL);
    expect(channels).toEqual(['C0PIPELINE', 'direct']);
    expect(rules).toEqual([
      {
        label: 'rule 1 “production deletes” (line 3)',
        actions: ['delete', 'add_tables'],
        inputs: ['prod_*'],
        types: ['ODBC'],
        channels: ['C0PIPELINE'],
        approvals: 2,
        ask: ['S0ONCALL01'],
        approve: ['S0APPROV01', 'U0APPROV01'],
        selfApprove: true,
        openFor: 14_400_000,
        reason: true,
        alone: ['U0APPROV01'],
      },
      {
        label: 'rule 2 (line 15)',
        fields: ['password', 'ssh.*'],
        ...{ approvals: 1, ask: [], approve: 'members', selfApprove: false, reason: false, alone: [] },
      },
      {
        label: 'rule 3 (line 17)',
        actions: ['read'],
        ...{
          approvals: 1,
          ask: 'everyone',
          approve: 'members',
          selfApprove: false,
          reason: false,
          alone: [],
        },
      },
    ]);
  });

  it('of the documentation is taken', async () => {
    const page = await readFile('docs/policy.md', 'utf8');
    const [, example = ''] = page.match(/```yaml\n([\s\S]*?)```/) ?? [];
    expect(parsePolicy(example).rules).toHaveLength(5);
  });

  it.each([
    ['- approvals: 11', 'line 2: rules[0].approvals must be a whole number from 0 to 10'],
    ['- approvals: 1.5', 'line 2: rules[0].approvals must be a whole number'],
    ['- approvals: -1', 'line 2: rules[0].approvals must be a whole number'],
    ['- approvals: "2"', 'line 2: rules[0].approvals must be a whole number'],
    ['- approvals:', 'line 2: rules[0].approvals must be a whole number'],
    ['- reason: true\n  aproove: members', 'line 3: rules[0]: aproove is no key here. Did you mean approve?'],
    ['- zebra: 1', 'line 2: rules[0]: zebra is no key here. There are name, actions,'],
    ['- "hunter2 x": 1', 'line 2: rules[0]: what stands there is no key here'],
    ['- actions: [dleete]', 'line 2: rules[0].actions[0] must be one of read, samples'],
    ['- actions: [dleete]', 'delete is nearest'],
    ['- actions: delete', 'line 2: rules[0].actions must be a list, such as [edit, delete]'],
    ['- actions: []', 'line 2: rules[0].actions must name something, or be left out'],
    ['- actions:\n    - edit\n    - edit', 'line 4: rules[0].actions[1] stands there already'],
    ['- inputs: ["a["]', 'line 2: rules[0].inputs[0] has a bracket without its other one'],
    ['- inputs: ["!a"]', 'must not begin with !'],
    ['- inputs: [1]', 'line 2: rules[0].inputs[0] must be a text'],
    ['- fields: [ssh..host]', 'line 2: rules[0].fields[0] must be keys with one dot between them'],
    ['- channels: [general]', 'line 2: rules[0].channels[0] must be the id of a channel'],
    ['- ask: [bob]', 'line 2: rules[0].ask[0] must be the id of a person'],
    ['- ask:\n    - U0A\n    - U0A', 'line 4: rules[0].ask[1] stands there already'],
    ['- ask: all', 'line 2: rules[0].ask must be members, everyone, nobody, or a list'],
    ['- ask: []', 'line 2: rules[0].ask must be members, everyone, nobody, or a list'],
    ['- approve: everyone', 'line 2: rules[0].approve must be members, nobody, or a list'],
    ['- ask: everyone', 'line 2: rules[0].ask can be everyone for read and samples only'],
    ['- actions: [read, edit]\n  ask: everyone', 'line 3: rules[0].ask can be everyone'],
    ['- self_approve: yes please', 'line 2: rules[0].self_approve must be true or false'],
    ['- open_for: 4', 'line 2: rules[0].open_for must be a span of time'],
    ['- open_for: 4 weeks ago', 'line 2: rules[0].open_for must be a span of time'],
    ['- open_for: 1s', 'line 2: rules[0].open_for must be a span of time'],
    ['- reason: perhaps', 'line 2: rules[0].reason must be required, true or false'],
    ['- name: "<!channel>"', 'line 2: rules[0].name must have 1 to 60 letters'],
    ['- actions: [read]\n  inputs: [a]', 'line 3: rules[0].inputs cannot stand beside read and samples'],
    ['- actions: [pause]\n  fields: [a]', 'line 3: rules[0].fields cannot stand beside these actions'],
    ['- approvals: 2\n  approve: [U0A]', 'line 3: rules[0].approve must name at least 2 people'],
    ['- approve: nobody', 'line 2: rules[0].approve must name somebody, or a user group: one has to approve'],
    ['- ask: [U0A]\n  approve: [U0A]', 'line 3: rules[0].approve leaves nobody who could approve'],
    ['- name: a\n- name: a\n  actions: [edit]', 'line 3: rules[1].name is the name of rules[0] already'],
    ['- approvals: 2\n- actions: [edit]', 'line 3: rules[1] can never decide: rules[0] comes first'],
    ['- inputs: [a, b]\n- inputs: [b]\n  actions: [edit]', 'line 3: rules[1] can never decide'],
    ['- 1', 'line 2: rules[0] must be a rule: keys with values'],
    ['- a: 1\n  a: 2', 'line 3: this key stands there twice'],
    ['- a: !!x 1', 'line 2: a tag'],
    ['- inputs: [*]', 'line 2: a * stands there without quotes'],
    ['- inputs: [*prod]', 'a * stands without quotes'],
    ['\t- a: 1', 'line 2: a tab stands at its beginning'],
    ['- a: [1', 'this is not YAML'],
    ['- reason: true\n---\nrules: []', 'a second document begins here'],
  ])('of which %j is a part is refused: %s', (rules, expected) => {
    expect(
      complaint(`rules:\n${rules.replace(/^(?=[-\t ])/gm, '  ').replace(/^ {2}---/m, '---')}`),
    ).toContain(expected);
  });

  it.each([
    ['', 'it is empty'],
    ['# nothing', 'it is empty'],
    ['- a', 'it must be keys with values'],
    ['rules: 1', 'line 1: rules must be a list of rules'],
    ['rules: []\nchanels: [C01]', 'line 2: chanels is no key here. Did you mean channels?'],
    ['channels: [x]', 'line 1: channels[0] must be the id of a channel'],
  ])('that is %j is refused: %s', (written, expected) => {
    expect(complaint(written)).toContain(expected);
  });

  it('names every fault at once, in the order of their lines', () => {
    const faults = complaint(
      'rules:\n  - approvals: 11\n    aproove: x\n    ask: bob\n  - reason: no\n    open_for: 1\nx: 1',
    );
    expect(faults.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      ...['line 2', 'line 3', 'line 4', 'line 5', 'line 6', 'line 7'],
    ]);
    expect(complaint(`rules:\n${'  - approvals: 11\n'.repeat(50)}`).split('\n')).toHaveLength(31);
  });

  it('that cannot be read is refused with the reason', () => {
    expect(complaintOf(PolicyFileError, () => readPolicyFile('/nowhere/policy.yml'))).toBe(
      'it cannot be read (ENOENT)',
    );
    expect(complaintOf(PolicyFileError, () => readPolicyFile('/'))).toBe('it cannot be read (EISDIR)');
  });

  it('stops the start, beside whatever else is wrong', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'policy.yml');
    await writeFile(path, 'rules:\n  - approvals: 11\n    aproove: x\n');
    const said = complaintOf(ConfigError, () => readConfig({ POLICY_FILE: path, PORT: 'x' }));
    await rm(folder, { recursive: true });
    expect(said).toContain('  POLICY_FILE is not taken: line 2: rules[0].approvals must be');
    expect(said).toContain('\n    line 3: rules[0]: aproove is no key here');
    expect(said).toContain('PORT must be a port');
  });

  it('never has what it holds repeated, whatever is wrong with it', () => {
    const value = fc.constantFrom(
      'MARKER',
      '"MARKER x"',
      '[MARKER, {MARKER: 1}]',
      '!MARKER',
      '*MARKER',
      '"MARKER',
      '{a: MARKER}',
    );
    const key = fc.constantFrom(
      'actions',
      'inputs',
      'approvals',
      'ask',
      'alone',
      'open_for',
      'name',
      'reason',
      'channels',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 5 }), (lines) => {
        const written = lines.map(([name, held], at) => `${at === 0 ? '  - ' : '    '}${name}: ${held}`);
        expect(complaint(`rules:\n${written.join('\n')}`)).not.toMatch(/MARKER(?!_)/);
      }),
    );
  });
});
