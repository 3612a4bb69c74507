import { describe, expect, it } from '@jest/globals';
import { ApiKey, keyFault } from '../../src/domain/api-key.ts';
import { isAmong, readApiUrl } from '../../src/domain/api-url.ts';
import { ProfilesError, parseProfiles } from '../../src/profiles.ts';

const parse = (written: string) =>
  parseProfiles(written, { profile: ApiKey, fields: Object.keys(ApiKey.shape) });

const complaint = (written: string): string => {
  try {
    parse(written);
    return 'none';
  } catch (error) {
    if (!(error instanceof ProfilesError)) throw error;
    return error.message;
  }
};

describe('the key of an API', () => {
  it('is read with its hosts, and goes along as Basic unless it says otherwise', () => {
    expect(parse('t: {key: s3cr3t, hosts: API.example.com}').get('t')).toEqual({
      key: 's3cr3t',
      hosts: ['api.example.com'],
      as: 'basic',
    });
    expect(
      parse('t: {key: s3cr3t, hosts: [a.test, "b.test:8443"], as: header, name: X-Key}').get('t'),
    ).toEqual({ key: 's3cr3t', hosts: ['a.test', 'b.test:8443'], as: 'header', name: 'X-Key' });
  });

  it.each([
    ['t: {key: s3cr3t}', 't.hosts'],
    ['t: {key: s3cr3t, hosts: []}', 't.hosts must name a host'],
    ['t: {key: s3cr3t, hosts: "https://a.test/"}', 't.hosts'],
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

describe('a host', () => {
  const among = (host: string, url: string) => isAmong([host], readApiUrl(url));

  it.each([
    ['a.test', 'https://a.test/v1'],
    ['a.test', 'http://A.TEST:8080/'],
    ['a.test:8080', 'http://a.test:8080/'],
    ['a.test:443', 'https://a.test/'],
    ['127.0.0.1', 'http://127.1/'],
    ['[::1]', 'http://[0::1]/'],
    ['::1', 'http://[::1]/'],
    ['[::1]:80', 'http://[::1]/'],
  ])('%s is that of %s', (host, url) => expect(among(host, url)).toBe(true));

  it.each([
    ['a.test', 'https://b.a.test/'],
    ['a.test', 'https://a.test.b/'],
    ['a.test', 'https://a.test./'],
    ['a.test', 'https://b.test/a.test'],
    ['a.test:80', 'https://a.test/'],
    ['a.test:8080', 'http://a.test/'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/'],
  ])('%s is not that of %s', (host, url) => expect(among(host, url)).toBe(false));
});
