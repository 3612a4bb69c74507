import { describe, expect, it } from '@jest/globals';
import { readHost } from '../../src/domain/api-host.ts';
import { ApiKey, isFor, keyFault } from '../../src/domain/api-key.ts';
import { isAmong, readApiUrl } from '../../src/domain/api-url.ts';
import { ProfilesError, parseProfiles } from '../../src/profiles.ts';
import { complaintOf } from '../support/complaint.ts';

const parse = (written: string) =>
  parseProfiles(written, { profile: ApiKey, fields: Object.keys(ApiKey.shape) });

const complaint = (written: string) => complaintOf(ProfilesError, () => parse(written));

describe('the key of an API', () => {
  it('is read with its hosts, and goes along as Basic unless it says otherwise', () => {
    expect(parse('t: {key: s3cr3t, hosts: API.example.com}').get('t')).toEqual({
      key: 's3cr3t',
      hosts: ['https://api.example.com'],
      as: 'basic',
    });
    expect(
      parse('t: {key: s3cr3t, hosts: [a.test, "b.test:8443"], as: header, name: X-Key}').get('t'),
    ).toEqual({
      key: 's3cr3t',
      hosts: ['https://a.test', 'https://b.test:8443'],
      as: 'header',
      name: 'X-Key',
    });
  });

  it.each([
    ['t: {key: s3cr3t}', 't.hosts'],
    ['t: {key: s3cr3t, hosts: []}', 't.hosts must name a host'],
    ['t: {key: s3cr3t, hosts: "https://a.test/"}', 't.hosts.0 must be a host: api.example.com'],
    ['t: {key: s3cr3t, hosts: [a.test, "ftp://b.test"]}', 't.hosts.1 must be a host: api.example.com'],
    ['t: {hosts: a.test}', 't.key must be a text'],
    ['t: {key: "", hosts: a.test}', 't.key must not be empty'],
    ['t: {key: s3cr3t, hosts: a.test, as: cookie}', 't.as must be basic, bearer, header or parameter'],
    ['t: {key: s3cr3t, hosts: a.test, as: header}', 't.name must say the name'],
    ['t: {key: s3cr3t, hosts: a.test, as: parameter}', 't.name must say the name'],
    ['t: {key: s3cr3t, hosts: a.test, as: header, name: "X Key"}', 't.name must be the name of a header'],
    ['t: {key: s3cr3t, hosts: a.test, as: header, name: Host}', 't.name must be the name of a header'],
    ['t: {key: "s3cr3t\\nX: y", hosts: a.test, as: bearer}', 't.key must be printable ASCII'],
    ['t: {key: s3cr3t, host: a.test}', 't.hosts must be a list'],
  ])('is refused by name: %s', (written, says) => {
    expect(complaint(written)).toContain(says);
    expect(complaint(written)).not.toContain('s3cr3t');
  });

  it('may be of any characters where it goes in none of the headers as it is', () => {
    expect(keyFault({ key: 'clé', as: 'basic' })).toBeUndefined();
    expect(keyFault({ key: 'clé', as: 'parameter', name: 'clé' })).toBeUndefined();
    expect(keyFault({ key: 'clé', as: 'bearer' })?.part).toBe('key');
  });
});

describe('where the key of a profile goes', () => {
  it.each([
    ['a.test', 'https://a.test/v1', true],
    ['a.test', 'https://A.test:443/v1', true],
    ['a.test', 'http://a.test/v1', false],
    ['a.test', 'http://a.test:443/v1', false],
    ['a.test', 'https://a.test:8443/v1', false],
    ['a.test', 'https://a.test./v1', false],
    ['a.test:443', 'https://a.test/v1', true],
    ['a.test:8443', 'https://a.test:8443/v1', true],
    ['a.test:8443', 'http://a.test:8443/v1', false],
    ['a.test:8443', 'https://a.test/v1', false],
    ['a.test:80', 'http://a.test/v1', false],
    ['https://a.test', 'https://a.test/v1', true],
    ['http://a.test', 'http://a.test/v1', true],
    ['http://a.test', 'https://a.test/v1', false],
    ['http://a.test', 'http://a.test:8080/v1', false],
    ['HTTP://My_Api:8080', 'http://my_api:8080/v1', true],
    ['http://127.0.0.1:8080', 'http://127.1:8080/v1', true],
    ['"[fd00::1]"', 'https://[fd00:0::1]/v1', true],
    ['"[fd00::1]:8443"', 'https://[fd00::1]:8443/v1', true],
    ['"[fd00::1]:8443"', 'https://[fd00::1]/v1', false],
  ])('%s: to %s: %s', (host, url, goes) => {
    const profile = parse(`t: {key: s3cr3t, hosts: [${host}]}`).get('t');
    expect(profile && isFor(profile, readApiUrl(url))).toBe(goes);
  });
});

describe('a host', () => {
  const among = (host: string, url: string) => isAmong([readHost(host) ?? 'none'], readApiUrl(url));

  it.each([
    ['a.test', 'https://a.test/v1'],
    ['a.test', 'http://A.TEST:8080/'],
    ['A.test', 'http://a.test:8080/'],
    ['a.test:8080', 'http://a.test:8080/'],
    ['a.test:443', 'https://a.test/'],
    ['my_api', 'http://my_api:8080/'],
    ['my_api:8080', 'http://MY_API:8080/'],
    ['bücher.test', 'https://bücher.test/'],
    ['127.0.0.1', 'http://127.1/'],
    ['[::1]', 'http://[0::1]/'],
    ['[0:0::1]', 'http://[::1]/'],
    ['[FD00::1]:8080', 'http://[fd00::1]:8080/'],
    ['::1', 'http://[::1]/'],
    ['[::1]:80', 'http://[::1]/'],
  ])('%s is that of %s', (host, url) => expect(among(host, url)).toBe(true));

  it.each([
    ['a.test', 'https://b.a.test/'],
    ['a.test', 'https://a.test.b/'],
    ['a.test', 'https://a.test./'],
    ['a.test', 'https://b.test/a.test'],
    ['a.test:80', 'https://a.test/'],
    ['a.test:80', 'http://a.test:8080/'],
    ['a.test:8080', 'http://a.test/'],
    ['[::1]:80', 'http://[::1]:8080/'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/'],
  ])('%s is not that of %s', (host, url) => expect(among(host, url)).toBe(false));

  it.each([
    ...['', '*', '*.a.test', 'a test', 'a.test/', 'a.test/v1', 'a.test?b', 'a.test#b', 'me@a.test'],
    ...['http://a.test', 'a.test:', 'a.test:65536', 'a.test:b', '[::1', '[::g]', '[fe80::1%eth0]', 'a\\b'],
  ])('%j is none', (written) => expect(readHost(written)).toBeUndefined());
});
