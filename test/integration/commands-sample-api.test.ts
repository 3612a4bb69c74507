import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerTo } from '../support/asking.ts';
import { closeAll, faultsOfForm } from '../support/forms.ts';
import { fieldsOf, shownIn, type Typed } from '../support/modals.ts';
import { type OddApi, startOddApi } from '../support/odd-api.ts';
import { codeIn, contentOf, fileInThread } from '../support/sample-answers.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { tracesOf } from '../support/traces.ts';
import { wordsIn } from '../support/words.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const KEY = 's3cr3t-typed-key';
const PROFILE_KEY = 's3cr3t-profile-key';
const TICKETS =
  '{"count": 3, "tickets": [{"id": 1}, {"id": 12345678901234567890, "price": 1.50, "10": "a", "2": "b", "_metadata": {"mine": 1}}, {"id": 3}]}';

let api: OddApi;

beforeAll(async () => {
  api = await startOddApi();
});
afterAll(() => api.close());

/** The form filled in, with the first event of the tickets asked for. */
const filled = (more: Record<string, Typed> = {}): Record<string, Typed> => ({
  URL: `${api.url}/v1/tickets`,
  'Input label': 'support_tickets',
  ...more,
});

describe('/alooma sample api', () => {
  let world: World;

  beforeAll(async () => {
    const { port } = new URL(api.url);
    world = await startWorld({
      environment: {
        SAMPLE_API_ALLOWED_HOSTS: `127.0.0.1:${port}`,
        SAMPLE_API_KEYS: JSON.stringify({
          tickets: { key: PROFILE_KEY, hosts: [api.url], as: 'header', name: 'X-Api-Key' },
          elsewhere: { key: PROFILE_KEY, hosts: ['api.example.com', 'eu.example.com'] },
        }),
      },
    });
  });
  afterEach(async () => {
    world.slack.faults.clear();
    await closeAll(world.oncall);
  });
  afterAll(() => world.stop());

  const opensForm = (line = 'sample api', channel?: string) =>
    world.oncall.opensModal(`/alooma ${line}`, channel);

  /** Submits the form, and waits for the new message that comes of it. */
  async function answerToForm(values: Record<string, Typed>, channel?: string): Promise<Message> {
    const { oncall } = world;
    const before = new Set(oncall.sees(channel).map(({ ts }) => ts));
    expect(await oncall.submits(values)).toEqual({ ok: true });
    return until(
      () => oncall.sees(channel).find(({ ts, threadTs }) => threadTs === undefined && !before.has(ts)),
      () => 'an answer to the form',
    );
  }

  async function refused(values: Record<string, Typed>): Promise<Record<string, string>> {
    await opensForm();
    return faultsOfForm(world.oncall, filled(values));
  }

  it('opens a form with what is usual', async () => {
    const view = await opensForm();
    expect(view.title).toBe('Sample from an API');
    expect(fieldsOf(view)).toEqual([
      'URL',
      'Query parameters',
      'Key profile',
      'API key',
      'How a typed key goes along',
      'Name of the header or parameter',
      'Where the list is',
      'Input label',
      'Input type',
      'Index',
      'Where the sample goes',
    ]);
    expect(shownIn(view)).toMatchObject({
      'How a typed key goes along': expect.objectContaining({ value: 'basic' }),
      'Input type': 'rest_endpoint',
      Index: '0',
      'Where the sample goes': expect.objectContaining({ value: 'channel' }),
    });
  });

  it('makes a sample: with its metadata, its numbers and the order of its keys, in the message and as a file', async () => {
    api.answers((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      response.end(gzipSync(TICKETS));
    });
    await opensForm();
    const answer = await answerToForm(
      filled({
        'Query parameters': '{"updated_after": "2018-08-25T00:00:00Z", "since_id": 12345678901234567890}',
        'API key': KEY,
        Index: '1',
        'Input type': 'zendesk',
      }),
    );
    const [request] = api.requests;
    expect(request?.url).toBe(
      '/v1/tickets?updated_after=2018-08-25T00%3A00%3A00Z&since_id=12345678901234567890',
    );
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`${KEY}:${KEY}`).toString('base64')}`);
    expect(answer.isEphemeral).toBe(false);
    const said = wordsOf(answer);
    expect(said).toContain('A sample for the input `support_tickets`, made of what an API answered');
    expect(said).toContain(
      `From \`127.0.0.1:${api.port}\`: event 1 of 3, counted from 0, in the list in \`tickets\`.`,
    );
    expect(said).toContain('Its own `_metadata` was replaced.');
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('sample_support_tickets.json');
    const content = await contentOf(world, file);
    expect(content).toBe(
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "price": 1.50,',
        '  "10": "a",',
        '  "2": "b",',
        '  "_metadata": {',
        '    "input_label": "support_tickets",',
        '    "input_type": "zendesk"',
        '  }',
        '}',
      ].join('\n'),
    );
    expect(codeIn(answer)).toEqual([content]);
    expect(await tracesOf(world, KEY, Buffer.from(KEY).toString('base64').slice(0, -4))).toEqual([]);
  });

  it.each([
    ['As a bearer token', null, { authorization: `Bearer ${KEY}` }, ''],
    ['In the header named below', 'X-Token', { 'x-token': KEY }, ''],
    ['In the query parameter named below', 'token', {}, `?token=${KEY}`],
  ] as const)('sends the typed key as it is chosen: %s', async (how, name, headers, query) => {
    api.answersJson(TICKETS);
    await opensForm();
    await answerToForm(
      filled({
        'API key': ` ${KEY} `,
        'How a typed key goes along': how,
        'Name of the header or parameter': name,
      }),
    );
    expect(api.requests[0]?.headers).toMatchObject(headers);
    expect(api.requests[0]?.url).toBe(`/v1/tickets${query}`);
    expect(await tracesOf(world, KEY)).toEqual([]);
  });

  it('sends the key of a profile in its own way', async () => {
    api.answersJson(TICKETS);
    await opensForm();
    await answerToForm(filled({ 'Key profile': 'tickets' }));
    expect(api.requests[0]?.headers).toMatchObject({ 'x-api-key': PROFILE_KEY });
    expect(api.requests[0]?.headers.authorization).toBeUndefined();
    expect(await tracesOf(world, PROFILE_KEY)).toEqual([]);
  });

  it('masks secrets, personal data, and the key that an API repeats', async () => {
    api.answers((request, response) => {
      const echo = { asked_by: `Basic user ${KEY}`, headers: request.headers, password: 's3cr3t-password' };
      response.end(JSON.stringify({ ...echo, card_number: '4111 1111 1111 1111', name: 'Zoë' }));
    });
    await opensForm();
    const answer = await answerToForm(
      filled({ 'API key': KEY, 'How a typed key goes along': 'bearer', 'Where the list is': '.' }),
    );
    expect(wordsOf(answer)).toContain('Masked: ');
    expect(wordsOf(answer)).toContain('The API repeats the key that it was asked with: it was masked.');
    const content = await contentOf(world, await fileInThread(world, answer));
    expect(content).toContain('"name": "Zoë"');
    expect(content).not.toMatch(/s3cr3t|4111/);
    expect(await tracesOf(world, KEY, 's3cr3t-password', '4111 1111')).toEqual([]);
  });

  it('goes to direct messages with --private or when that is chosen, the file too', async () => {
    api.answersJson('[{"id":"for one alone"}]');
    const direct = world.slack.people.oncall.directChannel;
    const view = await opensForm('sample api --private');
    expect(shownIn(view)).toMatchObject({
      'Where the sample goes': expect.objectContaining({ value: 'direct' }),
    });
    const answer = await answerToForm(filled(), direct);
    expect(wordsOf(answer)).toContain('for one alone');
    expect((await fileInThread(world, answer)).name).toBe('sample_support_tickets.json');
    await world.oncall.waitsFor('The answer is in your direct messages with me.');
    expect(world.approver.sees().some((message) => wordsOf(message).includes('for one alone'))).toBe(false);
  });

  it('goes to direct messages where the bot is not in the channel, and says so', async () => {
    api.answersJson('[{"id":"not in the channel"}]');
    const random = world.slack.channels.random.id;
    await opensForm('sample api', random);
    expect(await world.oncall.submits(filled())).toEqual({ ok: true });
    await world.oncall.waitsFor('I am not in this channel, so the answer is in your direct messages', random);
    const answer = await world.oncall.waitsFor('not in the channel', world.slack.people.oncall.directChannel);
    expect((await fileInThread(world, answer)).name).toBe('sample_support_tickets.json');
    expect(JSON.stringify(world.oncall.sees(random))).not.toContain('"id"');
  });

  it('says in the message that Slack did not take the file', async () => {
    api.answersJson('[{"id":"without a file"}]');
    world.slack.faults.fail('files.getUploadURLExternal', { error: 'file_uploads_disabled' });
    await opensForm();
    await answerToForm(filled());
    const answer = await world.oncall.waitsFor('is not attached: Slack refused the file');
    expect(wordsOf(answer)).toContain('without a file');
  });

  describe('under its field', () => {
    it.each([
      [{ URL: 'tickets' }, 'url', 'This is no address'],
      [{ URL: 'file:///etc/passwd' }, 'url', 'Only addresses that begin with'],
      [{ URL: 'https://user:s3cr3t@api.example.com/' }, 'url', 'There are credentials in this address'],
      [{ URL: 'http://169.254.169.254/latest/meta-data/' }, 'url', 'is not on the public Internet'],
      [{ URL: 'http://127.0.0.1:1/' }, 'url', 'is not on the public Internet'],
      [{ URL: 'http://localhost/' }, 'url', 'is not on the public Internet'],
      [{ 'Query parameters': 'updated_after=s3cr3t' }, 'payload', 'This is not a JSON object'],
      [{ 'Query parameters': '["s3cr3t"]' }, 'payload', 'This is not a JSON object'],
      [{ 'Query parameters': '{"filter": {"a": "s3cr3t"}}' }, 'payload', 'holds an object'],
      [
        { 'Key profile': 'elsewhere' },
        'key_profile',
        'is for “https://api.example.com”, “https://eu.example.com” and goes nowhere else',
      ],
      [{ 'Key profile': 'tickets', 'API key': KEY }, 'api_key', 'Leave one of the two empty'],
      [
        { 'Name of the header or parameter': 'X-Token' },
        'api_key',
        'Type the key that goes in “X-Token”, or',
      ],
      [{ 'How a typed key goes along': 'bearer' }, 'api_key', 'Type the key that goes along so, or'],
      [
        { 'How a typed key goes along': 'header', 'Name of the header or parameter': 'X-Token' },
        'api_key',
        'Type the key that goes in “X-Token”',
      ],
      [
        { 'Key profile': 'tickets', 'Name of the header or parameter': 'X-Token' },
        'key_name',
        'The profile “tickets” says itself how its key goes along',
      ],
      [
        { 'API key': KEY, 'Name of the header or parameter': 'X-Token' },
        'key_name',
        'Choose above whether it is that of a header or of a parameter, or leave it empty',
      ],
      [{ 'API key': KEY, 'How a typed key goes along': 'header' }, 'key_name', 'Say the name of the header'],
      [
        { 'API key': KEY, 'How a typed key goes along': 'parameter' },
        'key_name',
        'Say the name of the parameter',
      ],
      [
        { 'API key': KEY, 'How a typed key goes along': 'header', 'Name of the header or parameter': 'Host' },
        'key_name',
        'a header that can carry a key',
      ],
      [{ 'API key': 's3cr3t\nX: y', 'How a typed key goes along': 'bearer' }, 'api_key', 'printable ASCII'],
      [{ 'Input label': '  ' }, 'input_label', 'Say an input label'],
      [
        { Index: '3' },
        'index',
        'There are 3 events in the list in “tickets”, so the index is one from 0 to 2',
      ],
      [{ Index: '-1' }, 'index', 'a whole number, from 0'],
      [{ 'Where the list is': 'items' }, 'list_path', 'There is nothing under “items”'],
    ] as const)('%j is refused: %s', async (wrong, field, says) => {
      api.answersJson(TICKETS);
      const faults = await refused(wrong);
      expect(faults).toEqual({ [field]: expect.stringContaining(says) });
      expect(JSON.stringify(faults)).not.toContain('s3cr3t');
      expect(await tracesOf(world, KEY, PROFILE_KEY)).toEqual([]);
    });

    it.each([
      [401, 's3cr3t-body', 'url', 'answered 401. It wants a key'],
      [404, 's3cr3t-body', 'url', 'answered 404. There is nothing under this address'],
      [500, 's3cr3t-body', 'url', 'answered 500. It has a fault of its own'],
      [200, '<html>s3cr3t-body</html>', 'url', 'is not JSON'],
      [200, '', 'url', 'answered with nothing at all'],
      [200, '{"tickets":[]}', 'payload', 'the list in “tickets” is empty'],
      [200, '["s3cr3t-body"]', 'list_path', 'is not an object'],
      [200, '{"a":[{}],"b":[{}]}', 'list_path', 'There are several lists in the answer: “a”, “b”'],
    ])('an answer of %i with %s is refused', async (status, body, field, says) => {
      api.answers((_request, response) => {
        response.statusCode = status;
        response.end(body);
      });
      const faults = await refused({ 'API key': KEY });
      expect(faults).toEqual({ [field]: expect.stringContaining(says) });
      expect(JSON.stringify(faults)).not.toContain('s3cr3t');
    });

    it('a redirect to where nothing is asked is refused, and the form stays', async () => {
      api.answers((_request, response) => {
        response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' });
        response.end();
      });
      const faults = await refused({});
      expect(faults.url).toContain('“169.254.169.254” is not on the public Internet');
    });
  });

  it('shows the form again after an API that took long, without the key', async () => {
    api.answers((_request, response) => {
      setTimeout(() => response.writeHead(500).end(), 2_300);
    });
    await opensForm();
    await world.oncall.submits(filled({ 'API key': KEY, 'Key profile': null, Index: '7' }));
    const view = await world.oncall.waitsForModal('answered 500');
    expect(shownIn(view)).toMatchObject({
      URL: `${api.url}/v1/tickets`,
      'API key': null,
      Index: '7',
      'Input label': 'support_tickets',
    });
    expect(await tracesOf(world, KEY)).toEqual([]);
  });

  it('asks for the key again when that form is submitted without it, and sends nothing', async () => {
    api.answers((_request, response) => {
      setTimeout(() => response.writeHead(500).end(), 2_300);
    });
    await opensForm();
    const how = { 'How a typed key goes along': 'header', 'Name of the header or parameter': 'X-Token' };
    await world.oncall.submits(filled({ 'API key': KEY, ...how }));
    await world.oncall.waitsForModal('answered 500');
    expect(api.requests.map(({ headers }) => headers['x-token'])).toEqual([KEY]);
    expect(await faultsOfForm(world.oncall, {})).toEqual({
      api_key: expect.stringContaining('Type the key that goes in “X-Token”'),
    });
    expect(api.requests).toHaveLength(1);
  });

  it.each(HOSTILE_NAMES)('takes %j for a label and no more', async (name) => {
    api.answersJson('[{"id":1}]');
    await opensForm();
    const answer = await answerToForm(filled({ 'Input label': name }));
    const file = await fileInThread(world, answer);
    expect(file.name).toMatch(/^sample_[a-z0-9_-]{1,100}\.json$/);
    // What is set as code is no mrkdwn.
    const inMrkdwn = wordsIn((answer.blocks ?? []).filter(({ type }) => type !== 'rich_text'));
    expect(`${answer.text} ${inMrkdwn}`).not.toMatch(/<!(channel|here)>|<@U0GUEST001>/);
    expect(JSON.parse(await contentOf(world, file))._metadata).toEqual({
      input_label: name.trim(),
      input_type: 'rest_endpoint',
    });
  });

  it('is refused to guests, and with both flags', async () => {
    const guest = await answerTo(world.guest, '/alooma sample api');
    expect(guest.isEphemeral).toBe(true);
    expect(wordsOf(guest)).toContain('Guests cannot see samples');
    const both = await answerTo(world.oncall, '/alooma sample api --private --public');
    expect(wordsOf(both)).toContain('leave one of the two out');
    expect(world.oncall.modal()).toBeUndefined();
  });
});

describe('/alooma sample api as it is set up at first', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { SAMPLES_VISIBILITY: 'private' } });
  });
  afterAll(() => world.stop());

  it('asks for no profile, shows where samples go, and asks nothing on this machine', async () => {
    api.answersJson('[{"id":1}]');
    const view = await world.oncall.opensModal('/alooma sample api');
    expect(fieldsOf(view)).not.toContain('Key profile');
    expect(shownIn(view)).toMatchObject({
      'Where the sample goes': expect.objectContaining({ value: 'direct' }),
    });
    expect(wordsIn(view.blocks)).toContain('masked');
    const faults = await faultsOfForm(world.oncall, filled());
    expect(faults.url).toContain('SAMPLE_API_ALLOWED_HOSTS');
    expect(api.connections()).toBe(0);
    await closeAll(world.oncall);
    const open = await world.oncall.opensModal('/alooma sample api --public');
    expect(shownIn(open)).toMatchObject({
      'Where the sample goes': expect.objectContaining({ value: 'channel' }),
    });
  });
});
