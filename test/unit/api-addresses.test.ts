import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createApiSource } from '../../src/sources/api/index.ts';
import { isPublicAddress } from '../../src/sources/api/public-address.ts';
import { NOBODYS, type Outgoing, watchOutgoing } from '../support/outgoing.ts';

/** What an address is of, and how it may be written. */
const REFUSED: [what: string, host: string][] = [
  ['loopback', '127.0.0.1'],
  ['loopback, another of its addresses', '127.8.8.8'],
  ['loopback in IPv6', '[::1]'],
  ['loopback in IPv6, written out', '[0:0:0:0:0:0:0:1]'],
  ['loopback by its name', 'localhost'],
  ['loopback by its name and a dot', 'localhost.'],
  ['loopback by its name in capitals', 'LOCALHOST'],
  ['loopback by its name with an odd letter', 'ⅼocalhost'],
  ['loopback by a name below its name', 'tickets.localhost'],
  ['loopback in short', '127.1'],
  ['loopback as one number', '2130706433'],
  ['loopback in hexadecimal', '0x7f000001'],
  ['loopback, partly in hexadecimal', '0x7f.1'],
  ['loopback in octal', '0177.0.0.1'],
  ['loopback with a dot behind', '127.0.0.1.'],
  ['loopback in circled digits', '①②⑦.⓪.⓪.①'],
  ['loopback with ideographic dots', '127。0。0。1'],
  ['loopback, percent-encoded', '%31%32%37.0.0.1'],
  ['unspecified', '0.0.0.0'],
  ['unspecified, as one number', '0'],
  ['unspecified, of its network', '0.1.2.3'],
  ['unspecified in IPv6', '[::]'],
  ['private, of class A', '10.0.0.1'],
  ['private, of class A, as one number', '167772161'],
  ['private, of class B', '172.16.0.1'],
  ['private, the last of class B', '172.31.255.255'],
  ['private, of class C', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local', '169.254.1.1'],
  ['link-local in IPv6', '[fe80::1]'],
  ['site-local in IPv6', '[fec0::1]'],
  ['unique-local in IPv6', '[fc00::1]'],
  ['unique-local in IPv6, as it is used', '[fd12:3456:789a::1]'],
  ['cloud metadata of AWS, GCP and Azure', '169.254.169.254'],
  ['cloud metadata as one number', '2852039166'],
  ['cloud metadata in hexadecimal', '0xa9.0xfe.0xa9.0xfe'],
  ['cloud metadata of AWS in IPv6', '[fd00:ec2::254]'],
  ['cloud metadata of AWS, for containers', '169.254.170.2'],
  ['cloud metadata of Alibaba', '100.100.100.200'],
  ['cloud metadata of Oracle', '192.0.0.192'],
  ['cloud services of Azure', '168.63.129.16'],
  ['cloud metadata of GCP by its name', 'metadata.google.internal'],
  ['cloud metadata of GCP by its name and a dot', 'metadata.google.internal.'],
  ['a network of one’s own by its name', 'tickets.local'],
  ['a home by its name', 'printer.home.arpa'],
  ['multicast', '224.0.0.1'],
  ['multicast, the last', '239.255.255.255'],
  ['multicast in IPv6', '[ff02::1]'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['reserved for protocols', '192.0.0.8'],
  ['reserved for 6to4 relays', '192.88.99.1'],
  ['reserved for benchmarks', '198.18.0.1'],
  ['reserved for benchmarks in IPv6', '[2001:2::1]'],
  ['documentation', '192.0.2.1'],
  ['documentation, the second', '198.51.100.1'],
  ['documentation, the third', '203.0.113.1'],
  ['documentation in IPv6', '[2001:db8::1]'],
  ['documentation in IPv6, the second', '[3fff::1]'],
  ['discarded in IPv6', '[100::1]'],
  ['IPv4 mapped into IPv6', '[::ffff:127.0.0.1]'],
  ['IPv4 mapped into IPv6, in hexadecimal', '[::ffff:7f00:1]'],
  ['a public IPv4 mapped into IPv6', '[::ffff:8.8.8.8]'],
  ['IPv4 compatible with IPv6', '[::127.0.0.1]'],
  ['IPv4 compatible with IPv6, in hexadecimal', '[::a9fe:a9fe]'],
  ['IPv4 translated', '[::ffff:0:127.0.0.1]'],
  ['IPv4 behind NAT64', '[64:ff9b::7f00:1]'],
  ['IPv4 behind a local NAT64', '[64:ff9b:1::7f00:1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['Teredo', '[2001::1]'],
  ['ORCHID', '[2001:20::1]'],
  ['what nobody has been given', '[4000::1]'],
  ['segment routing', '[5f00::1]'],
];

/** What is no address at all, or none that is asked. */
const NO_ADDRESS: [typed: string, says: string][] = [
  ['http://[fe80::1%25eth0]/', 'This is no address'],
  ['http://[::1/', 'This is no address'],
  ['http://256.1.1.1/', 'This is no address'],
  ['http://1.1.1.1%00/', 'This is no address'],
  ['tickets', 'This is no address'],
  ['//api.example.com/', 'This is no address'],
  ['', 'This is no address'],
  ['file:///etc/passwd', 'Only addresses that begin with'],
  ['ftp://8.8.8.8/', 'Only addresses that begin with'],
  ['gopher://127.0.0.1:6379/', 'Only addresses that begin with'],
  ['data:application/json,[]', 'Only addresses that begin with'],
  ['javascript:alert(1)', 'Only addresses that begin with'],
  ['unix:/var/run/docker.sock', 'Only addresses that begin with'],
  ['http://user:s3cr3t@8.8.8.8/', 'There are credentials in this address'],
  ['https://s3cr3t@8.8.8.8/', 'There are credentials in this address'],
];

const PUBLIC = ['8.8.8.8', '1.1.1.1', '100.128.0.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'];

let outgoing: Outgoing;

beforeAll(() => {
  // Whatever would leave this machine is ended by `outgoing`, which sees it below HTTP.
  nock.restore();
});
afterAll(() => nock.activate());
beforeEach(() => {
  outgoing?.stop();
  outgoing = watchOutgoing();
});
afterAll(() => outgoing.stop());

const request = (url: string) => ({ url, payload: {}, key: undefined, listPath: undefined });

function refusalOf(url: string, resolve?: (host: string) => Promise<string[]>): Promise<unknown> {
  const source = createApiSource({ allowedHosts: new Set(), timeout: 2_000, ...(resolve && { resolve }) });
  return source.fetchEvents(request(url)).catch((error: unknown) => error);
}

describe('an address that is not asked', () => {
  it.each(REFUSED)('%s: %s', async (_what, host) => {
    const asked: string[] = [];
    // A resolver that would take every name for a public one: it is not what a name is refused by.
    const resolve = async (name: string) => {
      asked.push(name);
      return [NOBODYS];
    };
    for (const url of [`http://${host}/`, `https://${host}:8443/v1?key=s3cr3t`]) {
      const error = await refusalOf(url, resolve);
      expect(error).toMatchObject({
        code: 'source_failed',
        fields: { url: expect.stringContaining('is not on the public Internet') },
      });
      expect(String(error)).not.toContain('s3cr3t');
    }
    expect(asked).toEqual([]);
    expect(outgoing.addresses).toEqual([]);
  });

  it.each(REFUSED.filter(([, host]) => /^\[|^[\d.]+\d$/.test(host)))(
    'a name that has %s: %s',
    async (_what, host) => {
      const address = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');
      for (const addresses of [[address], [NOBODYS, address], [address, NOBODYS]]) {
        const error = await refusalOf('http://api.example.com/', async () => addresses);
        expect(error).toMatchObject({ code: 'source_failed', fields: { url: expect.any(String) } });
        // Which address it is would tell how the inner network is laid out.
        expect(String(error)).not.toContain(address);
      }
      expect(outgoing.addresses).toEqual([]);
    },
  );

  it.each(['fe80::1%eth0', '2606:4700::1%1', '127.1', '0x8.8.8.8', '08.8.8.8', 'api.example.com', ''])(
    'a name that has what is no plain address: %j',
    async (address) => {
      expect(await refusalOf('http://api.example.com/', async () => [address])).toMatchObject({
        code: 'source_failed',
      });
      expect(outgoing.addresses).toEqual([]);
    },
  );

  it.each(NO_ADDRESS)('%j: %s', async (typed, says) => {
    expect(await refusalOf(typed)).toMatchObject({
      code: 'bad_value',
      message: expect.not.stringContaining('s3cr3t'),
      fields: { url: expect.stringContaining(says) },
    });
    expect(outgoing.addresses).toEqual([]);
  });
});

describe('an address that is asked', () => {
  it.each(PUBLIC)('is on the public Internet: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('is the one that was checked, and no other', async () => {
    const source = createApiSource({ allowedHosts: new Set(), resolve: async () => [NOBODYS] });
    await expect(source.fetchEvents(request('http://api.example.com/'))).rejects.toThrow(
      'was lost on the way',
    );
    expect(outgoing.addresses).toEqual([NOBODYS]);
  });
});
