import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sampleListOf } from '../../src/domain/sample-list.ts';
import { fileNamesFor } from '../../src/domain/sample-names.ts';
import type { Packing } from '../../src/domain/save.ts';
import { KnownError } from '../../src/errors.ts';
import { createSampleFiles } from '../../src/files/index.ts';
import type { SampleFiles } from '../../src/services/sample-sources.ts';
import { fc } from '../support/properties.ts';
import { unzip } from '../support/unzip.ts';

let folder: string;
let files: SampleFiles;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'alooma-chatops-files-')), 'samples');
  files = createSampleFiles(folder);
});
afterEach(() => rm(dirname(folder), { recursive: true }));

const put = async (name: string, content: string | Uint8Array) => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), content);
};
const listed = async (of = folder) => (await readdir(of)).filter((name) => !name.startsWith('.')).sort();
const leftovers = () => readdir(join(folder, '.partial'));
/** What jest fakes beside the date. */
const NOT_THE_DATE = [
  ...(['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'setInterval'] as const),
  ...(['clearImmediate', 'clearTimeout', 'clearInterval', 'performance', 'hrtime'] as const),
];
const asItIs = async (text: string) => text;

/** Bytes, once what is not needed any more is gone. Long texts that were read lie outside the heap. */
function held(): number {
  setFlagsFromString('--expose-gc');
  // Buffers are given back by the collection after the one that finds them.
  for (let round = 0; round < 2; round += 1) runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function refusal(work: Promise<unknown>): Promise<KnownError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KnownError)) throw new Error(`Not refused: ${String(error)}`);
  return error;
}

/** Names of every kind of character, many of which come to the same file name, and long ones. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '.', '_', '/', '\0', 'é', '\ud800', '\udfff'), maxLength: 3 }),
  fc
    .string({ unit: fc.constantFrom('x', 'X', '.'), minLength: 1, maxLength: 3 })
    .map((end) => `${'long'.repeat(70)}${end}`),
  fc.constantFrom('..', '../..', '/etc/passwd', '.names', '.partial', 'con', '__proto__', ''),
);

describe('file names', () => {
  it.each([
    ['public.orders', 'event_public_orders.json'],
    ['Signed Up', 'event_signed_up.json'],
    ['web/page view', 'event_web_page_view.json'],
    ['a-b_C9', 'event_a-b_c9.json'],
    ['tea 🫖', 'event_tea__.json'],
    ['../../etc/passwd', 'event_______etc_passwd.json'],
  ])('are as documented: %j is kept in %s', async (name, fileName) => {
    expect(basename(await files.pathFor('event', name))).toBe(fileName);
  });

  it('are short enough for a file system, however long the name is', () => {
    const name = 'n'.repeat(300);
    for (const fileName of fileNamesFor('input', name)) expect(Buffer.byteLength(fileName)).toBeLessThan(256);
    expect(fileNamesFor('event', 'n'.repeat(244))[0]).toBe(`event_${'n'.repeat(244)}.json`);
    expect(fileNamesFor('event', 'n'.repeat(245))[0]).toMatch(/n-[0-9a-f]{8}\.json$/);
  });

  it('are of one name each, in the folder, and lead back to what was saved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyName, { maxLength: 12 }), async (names) => {
        const own = join(folder, randomUUID());
        const there = createSampleFiles(own);
        const saved = await Promise.all(
          names.map((name, at) => there.write('event', name, `[{"at":${at}}]`)),
        );
        expect(new Set(saved.map(({ path }) => path)).size).toBe(names.length);
        for (const { path } of saved) expect(dirname(path)).toBe(own);

        const later = createSampleFiles(own);
        for (const [at, name] of names.entries()) {
          const found = await later.find('event', name);
          expect(await later.read(found?.path ?? '')).toBe(`[{"at":${at}}]`);
        }
        expect((await later.names('event')).sort()).toEqual([...names].sort());
      }),
      { numRuns: 40 },
    );
  });

  it('get a short hash where another name has the documented one, also when both come at once', async () => {
    const names = ['A.B', 'a_b', 'a.b', 'A_B'];
    const paths = await Promise.all(
      names.flatMap((name) => [files, createSampleFiles(folder)].map((each) => each.pathFor('event', name))),
    );
    const fileNames = [...new Set(paths.map((path) => basename(path)))].sort();
    expect(fileNames).toHaveLength(4);
    expect(fileNames.filter((name) => name === 'event_a_b.json')).toHaveLength(1);
    expect(fileNames.filter((name) => /^event_a_b-[0-9a-f]{8}\.json$/.test(name))).toHaveLength(3);
  });

  it('get the whole hash where the short one is taken, and nobody can take that', async () => {
    const [plain = '', short = '', whole = ''] = fileNamesFor('event', 'A.B');
    const nameOf = (fileName: string) => fileName.slice('event_'.length, -'.json'.length);
    for (const taken of [plain, short, whole]) await files.write('event', nameOf(taken), '[]');
    expect(basename(await files.pathFor('event', 'A.B'))).toBe(whole);
    expect(await files.find('event', 'A.B')).toBeUndefined();
    await files.write('event', 'A.B', '[{}]');
    expect(await files.names('event')).toHaveLength(4);
  });

  it('are noted also for a name that is too long for a link', async () => {
    const names = ['a', 'b'].map((end) => `${'é'.repeat(5_000)}${end}`);
    const paths = await Promise.all([...names, ...names].map((name) => files.pathFor('event', name)));
    expect(new Set(paths).size).toBe(2);
    await Promise.all(names.map((name) => files.write('event', name, '[]')));
    expect((await files.names('event')).sort()).toEqual(names);
  });

  it('tell events from inputs', async () => {
    await files.write('event', 'orders', '[]');
    expect(await files.find('input', 'orders')).toBeUndefined();
    expect(await files.names('input')).toEqual([]);
  });
});

describe('files that somebody else has put there', () => {
  it('are of whoever asks for them, and are listed as they are called', async () => {
    await put('event_public_orders.json', '[]');
    expect((await files.find('event', 'public.orders'))?.fileName).toBe('event_public_orders.json');
    expect(await files.names('event')).toEqual(['public_orders']);
    await files.write('event', 'Public Orders', '[{}]');
    expect(await files.find('event', 'public.orders')).toBeUndefined();
    expect(await files.names('event')).toEqual(['Public Orders']);
  });

  it('are found again where their claim was lost, and claimed again', async () => {
    await files.write('event', 'A.B', '[1]');
    await rm(join(folder, '.names', 'event_a_b.json'));
    expect((await files.find('event', 'A.B'))?.fileName).toBe('event_a_b.json');
    expect((await files.write('event', 'A.B', '[2]')).fileName).toBe('event_a_b.json');
    expect(await files.find('event', 'a_b')).toBeUndefined();
  });

  it('are nobody’s where their claim says nothing: two who want one would both get it', async () => {
    await files.write('event', 'A.B', '[1]');
    const empty = async (fileName: string) => {
      await rm(join(folder, '.names', fileName), { force: true });
      await writeFile(join(folder, '.names', fileName), '');
    };
    await empty('event_a_b.json');
    expect(await files.find('event', 'A.B')).toBeUndefined();
    expect(await files.names('event')).toEqual([]);
    const names = ['A.B', 'a_b'];
    const saved = await Promise.all(
      names.map((name) => createSampleFiles(folder).write('event', name, '[]')),
    );
    expect(new Set([...saved.map(({ fileName }) => fileName), 'event_a_b.json']).size).toBe(3);
    for (const [at, name] of names.entries()) expect(await files.find('event', name)).toEqual(saved[at]);

    for (const fileName of fileNamesFor('event', 'A.B')) await empty(fileName);
    expect((await refusal(files.write('event', 'A.B', '[]'))).message).toContain('no file name left');
  });

  it('are no files where they are links, whose ends may be anywhere', async () => {
    const outside = join(dirname(folder), 'outside.json');
    await writeFile(outside, '["outside"]');
    await mkdir(folder, { recursive: true });
    await symlink(outside, join(folder, 'event_a.json'));
    for (const work of [files.find('event', 'a'), files.read(join(folder, 'event_a.json'))]) {
      expect((await refusal(work)).message).toContain('`event_a.json` is no file');
    }
    await files.write('event', 'a', '["inside"]');
    expect(await files.read((await files.find('event', 'a'))?.path ?? '')).toBe('["inside"]');
    expect(await readFile(outside, 'utf8')).toBe('["outside"]');
  });

  it('are no files where they are folders', async () => {
    await mkdir(join(folder, 'event_a.json'), { recursive: true });
    expect((await refusal(files.find('event', 'a'))).message).toContain('`event_a.json` is no file');
    expect((await refusal(files.read(join(folder, 'event_a.json')))).message).toContain('`event_a.json`');
  });
});

describe('writing', () => {
  it('keeps the text to the last digit, for the bot alone', async () => {
    const text = '[{"big":12345678901234567890,"price":1.50,"smiley":"😀"}]';
    const saved = await files.write('event', 'orders', text);
    expect(await readFile(saved.path, 'utf8')).toBe(text);
    const stats = await stat(saved.path);
    expect(saved).toEqual({
      path: join(folder, 'event_orders.json'),
      fileName: 'event_orders.json',
      bytes: Buffer.byteLength(text),
      writtenAt: stats.mtime,
    });
    expect([stats.mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await files.find('event', 'orders')).toEqual(saved);
  });

  it("notes by the bot's own clock when it was, also where the folder has another", async () => {
    const moment = new Date(Date.now() - 5_000_123);
    jest.useFakeTimers({ now: moment, doNotFake: NOT_THE_DATE });
    const saved = await files.write('event', 'orders', '[]').finally(() => jest.useRealTimers());
    expect(saved.writtenAt).toEqual(moment);
    expect((await files.find('event', 'orders'))?.writtenAt).toEqual(moment);
  });

  it('never lets a file be seen that is not whole', async () => {
    const texts = ['a', 'b'].map((letter) => `["${letter.repeat(3_000_000)}"]`);
    const { path } = await files.write('event', 'orders', texts[0] ?? '');
    let isWriting = true;
    const writing = (async () => {
      for (let at = 0; at < 12; at += 1) await files.write('event', 'orders', texts[at % 2] ?? '');
      isWriting = false;
    })();
    let looks = 0;
    while (isWriting) {
      expect(texts).toContain(await files.read(path));
      looks += 1;
    }
    await writing;
    expect(looks).toBeGreaterThan(3);
    expect(await leftovers()).toEqual([]);
  });

  it('goes on when somebody removes the folder in between', async () => {
    await files.write('event', 'orders', '[1]');
    await rm(folder, { recursive: true });
    await files.write('event', 'orders', '[2]');
    expect(await listed()).toEqual(['event_orders.json']);
  });

  it('names the variable where the folder cannot be one, and leaves nothing', async () => {
    await writeFile(folder, 'a file in the place of the folder');
    for (const work of [
      files.write('event', 'a', '[]'),
      files.writeInput('a', []),
      files.pathFor('event', 'a'),
      files.names('event'),
    ]) {
      const { code, message } = await refusal(work);
      expect([code, message]).toEqual(['bad_folder', expect.stringContaining('`SAMPLES_DIR`')]);
      expect(message).not.toContain(folder);
    }
    expect(await files.find('event', 'a')).toBeUndefined();
  });

  it('leaves nothing where something else is in the place of the file', async () => {
    await mkdir(join(folder, 'event_a.json'), { recursive: true });
    expect((await refusal(files.write('event', 'a', '[]'))).code).toBe('bad_file');
    expect(await leftovers()).toEqual([]);
  });

  it('says that there is no room, and leaves what was there', async () => {
    await files.write('event', 'a', '[]');
    // A process that may write no more than some hundred kilobytes a file meets what a full disk is.
    const script = `
      const { createSampleFiles } = await import(${JSON.stringify(join(process.cwd(), 'src/files/index.ts'))});
      const files = createSampleFiles(${JSON.stringify(folder)});
      await files.write('event', 'a', 'x'.repeat(2_000_000)).catch((error) => process.stdout.write(error.message));`;
    const limited = 'ulimit -f 800 && exec "$0" --import tsx --input-type=module --eval "$1"';
    const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, script]);
    expect(stdout).toMatch(/^There is no room left where samples are saved \(EFBIG\).*`SAMPLES_DIR`/);
    expect(await files.read(join(folder, 'event_a.json'))).toBe('[]');
    expect(await leftovers()).toEqual([]);
  });

  it('clears away what is older than an hour', async () => {
    await files.write('event', 'a', '[]');
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.partial', name));
    for (const path of [old, young]) await writeFile(path ?? '', 'half');
    const before = new Date(Date.now() - 3_700_000);
    await utimes(old ?? '', before, before);
    await files.clean();
    expect(await leftovers()).toEqual(['young']);
    // The folder's clock counts, by which these were written: this one may be hours ahead.
    jest.useFakeTimers({ now: Date.now() + 7_200_000, doNotFake: NOT_THE_DATE });
    await files.clean().finally(() => jest.useRealTimers());
    expect(await leftovers()).toEqual(['young']);
    await createSampleFiles(join(folder, 'nowhere')).clean();
  });
});

describe('the file of an input', () => {
  it('holds the lists of its events one after another, as they are written', async () => {
    await files.write('event', 'b', '[ {"n": 1.0} ,\n {"n":2e3}]');
    await files.write('event', 'empty', ' [\n] ');
    await files.write('event', 'a', '[{"n":12345678901234567890}]');
    const saved = await files.writeInput('orders', ['b', 'gone', 'empty', 'a']);
    expect(saved.fileName).toBe('input_orders.json');
    expect(await files.read(saved.path)).toBe(
      '[\n{"n": 1.0} ,\n {"n":2e3},\n{"n":12345678901234567890}\n]\n',
    );
  });

  it.each([[['empty']], [[]]])('is an empty list where there is nothing: %j', async (events) => {
    await files.write('event', 'empty', '[]');
    expect(sampleListOf(await files.read((await files.writeInput('x', events)).path))?.samples).toEqual([]);
  });

  it('leaves out the events whose files are damaged, and says so', async () => {
    await files.write('event', 'b', '[{},');
    await files.write('event', 'a', '[{}]');
    const { path, leftOut } = await files.writeInput('x', ['b', 'a']);
    expect(await files.read(path)).toBe('[\n{}\n]\n');
    expect(leftOut).toEqual([{ name: 'b', why: expect.stringContaining('`event_b.json` is damaged') }]);
  });

  it('stays as it was when it is given up', async () => {
    await files.write('event', 'a', '[{}]');
    const { path } = await files.writeInput('x', ['a']);
    await expect(files.writeInput('x', ['a'], AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
    expect(await leftovers()).toEqual([]);
    expect(await files.read(path)).toBe('[\n{}\n]\n');
  });
});

describe('reading', () => {
  it.each([
    ['is not there', undefined, 'is not there any more'],
    ['is no UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), 'is no UTF-8'],
    ['ends within a character', Buffer.from([0x22, 0xc3]), 'is no UTF-8'],
    ['has more than 64 MB', Buffer.alloc(64 * 1024 ** 2 + 1, ' '), 'more than 64 MB'],
  ])('says of a file that %s what it is and what to do', async (_, content, said) => {
    if (content) await put('event_x.json', content);
    const { code, message } = await refusal(files.read(join(folder, 'event_x.json')));
    expect([code, message]).toEqual(['bad_file', expect.stringContaining(said)]);
    expect(message).toContain('`event_x.json`');
    expect(message).not.toContain(folder);
  });

  it('leaves out a byte order mark, however a character is cut by the pieces it is read in', async () => {
    const text = `["${'€'.repeat(1_000_000)}"]`;
    await put('event_a.json', `\ufeff${text}`);
    expect((await files.read((await files.find('event', 'a'))?.path ?? '')) === text).toBe(true);
  });
});

describe('what is shared', () => {
  const saveThree = () =>
    Promise.all(['A.B', 'a_b', 'c'].map((name) => files.write('event', name, `[{"of":"${name}"}]`)));

  it('is a file by itself, changed, in a place of its own', async () => {
    const file = await files.write('event', 'orders', '[{"card":1}]');
    const bundle = await files.bundle([file], 'samples.zip', async (text) => text.replace('1', '"•"'));
    expect(await readFile(bundle.path, 'utf8')).toBe('[\n  {"card":"•"}\n]\n');
    expect([bundle.name, bundle.bytes]).toEqual(['event_orders.json', (await stat(bundle.path)).size]);
    expect(await files.read(file.path)).toBe('[{"card":1}]');
    await bundle.remove();
    await bundle.remove();
    expect(await leftovers()).toEqual([]);
  });

  it('is a zip of several, under their own names', async () => {
    const saved = await saveThree();
    const told: Packing[] = [];
    const bundle = await files.bundle(saved, 'all samples', async (text) => text.toUpperCase(), {
      onPacked: (packing) => told.push(packing),
    });
    expect(told).toEqual([1, 2, 3].map((packed) => ({ packed, files: 3 })));
    expect(bundle.name).toBe('all samples.zip');
    const entries = await unzip(await readFile(bundle.path));
    expect(Object.fromEntries(entries)).toEqual(
      Object.fromEntries(
        saved.map((file, at) => [file.fileName, `[\n  {"OF":"${['A.B', 'A_B', 'C'][at]}"}\n]\n`]),
      ),
    );
    expect(bundle.bytes).toBe((await stat(bundle.path)).size);
    await bundle.remove();
  });

  it.each([
    '[]',
    ' [ \n ] ',
    '[1,"a,[\\"]{",{"a":[{},[]],"b":"}"} , null]',
    '["€\\\\","\\\\\\",["]',
    JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ text: '€'.repeat(30), list: [at, {}] }))),
  ])('has the samples of its list changed one by one, %#', async (text) => {
    const file = await files.write('event', 'orders', text);
    const items: unknown[] = [];
    const bundle = await files.bundle([file], 'all', async (item) => {
      items.push(JSON.parse(item));
      return `{\n  "was": ${item.trim()}\n}`;
    });
    expect(items).toEqual(JSON.parse(text));
    expect(JSON.parse(await readFile(bundle.path, 'utf8'))).toEqual(items.map((was) => ({ was })));
    await bundle.remove();
  });

  it.each(['', '{}', '{"a":1}', '[', '[1', '[1,]', '[,1]', '[1]]', '[1}', '[1][2]', 'null', '["a]'])(
    'is nothing where a file holds %j',
    async (text) => {
      const file = await files.write('event', 'orders', text);
      const { message } = await refusal(files.bundle([file], 'all', asItIs));
      expect(message).toContain('`event_orders.json` is damaged: it holds no JSON list');
      const [sound] = await saveThree();
      expect((await refusal(files.bundle(sound ? [sound, file] : [], 'all', asItIs))).message).toBe(message);
      expect(await leftovers()).toEqual([]);
    },
  );

  it('is put together with one sample held at a time, however many there are', async () => {
    const sample = `{"text":"${'x'.repeat(20_000)}"}`;
    const text = `[${Array.from({ length: 1_500 }, () => sample).join()}]`;
    const saved = [await files.write('input', 'large', text), ...(await saveThree())];
    for (const chosen of [saved.slice(0, 1), saved]) {
      const before = held();
      let [count, most] = [0, 0];
      const bundle = await files.bundle(chosen, 'all', async (item) => {
        count += 1;
        if (count % 500 === 0) most = Math.max(most, held() - before);
        return item;
      });
      expect(count).toBe(1_500 + chosen.length - 1);
      // The text alone is 30 MB.
      expect(most).toBeLessThan(10 * 1024 ** 2);
      await bundle.remove();
    }
  });

  it('begins a zip with its first files: to add thousands before takes a time in which nothing else is done', async () => {
    let [added, changed] = [0, 0];
    const saved = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const { writtenAt, ...file } = await files.write('event', `e${at}`, '[{}]');
        return {
          ...file,
          get writtenAt() {
            added += 1;
            return writtenAt;
          },
        };
      }),
    );
    const ahead: number[] = [];
    const bundle = await files.bundle(saved, 'all', async (text) => {
      changed += 1;
      ahead.push(added - changed);
      return text;
    });
    expect([added, changed, Math.max(...ahead)]).toEqual([60, 60, 1]);
    await bundle.remove();
  });

  it('leaves out of a zip what is too large to be changed, and says so', async () => {
    const saved = await saveThree();
    const large = {
      ...(saved[2] ?? { path: '', fileName: '', writtenAt: new Date() }),
      bytes: 65 * 1024 ** 2,
    };
    const bundle = await files.bundle([...saved.slice(0, 2), large], 'all', asItIs);
    expect(bundle.leftOut).toEqual(['event_c.json']);
    expect((await unzip(await readFile(bundle.path))).size).toBe(2);
    expect((await refusal(files.bundle([large], 'all', asItIs))).message).toContain('more than 64 MB');
  });

  it('leaves out the sample that cannot be changed, and says in which file', async () => {
    const saved = [
      ...(await saveThree()),
      await files.write('input', 'x', '[{"n":1},{"wide":1},{"n":2},{"wide":2}]'),
    ];
    const change = async (text: string) => {
      if (text.includes('wide')) throw new KnownError('bad_file', 'Too wide.');
      return text;
    };
    const zip = await files.bundle(saved, 'all', change);
    expect(zip.leftOut).toEqual(['input_x.json']);
    const one = await files.bundle(saved.slice(-1), 'all', change);
    expect(one.leftOut).toEqual(['input_x.json']);
    const content = await readFile(one.path, 'utf8');
    expect(JSON.parse(content)).toEqual([{ n: 1 }, { n: 2 }]);
    expect((await unzip(await readFile(zip.path))).get('input_x.json')).toBe(content);
    await Promise.all([zip.remove(), one.remove()]);
  });

  it('leaves nothing when it fails or is given up, and asks for nothing more', async () => {
    const saved = await saveThree();
    const fails = files.bundle(saved, 'all', async () => {
      throw new Error('no');
    });
    await expect(fails).rejects.toThrow('no');

    const stopping = new AbortController();
    let changed = 0;
    await files.write('event', 'A.B', '[1,2,3]');
    const stopped = files.bundle(
      saved,
      'all',
      async (text) => {
        changed += 1;
        stopping.abort(new Error('enough'));
        return text;
      },
      { signal: stopping.signal },
    );
    await expect(stopped).rejects.toThrow();
    const [first] = saved;
    const one = files.bundle(
      first ? [first] : [],
      'all',
      async (text) => {
        changed += 1;
        return text;
      },
      { signal: AbortSignal.abort(new Error('enough')) },
    );
    await expect(one).rejects.toThrow();
    // While another is made, the one that was given up has the time to go on.
    await (await files.bundle(saved, 'all', asItIs)).remove();
    expect(changed).toBe(1);

    await rm(saved[1]?.path ?? '');
    expect((await refusal(files.bundle(saved, 'all', asItIs))).message).toContain('is not there any more');
    await refusal(files.bundle([], 'all', asItIs));
    expect(await leftovers()).toEqual([]);
  });
});

describe('a list of samples', () => {
  const parsed = (text: string) => sampleListOf(text)?.samples;

  it('is of samples with what is said of them, or of plain events', () => {
    expect(
      parsed(`[{"sample":{"a":1},"status":"OK","timestamp":5,"eventType":"e","more":0},
        {"sample":{"a":2},"timestamp":"today"}, {"sample":"raw","status":"OK"},
        {"sample":3,"a":4}, {"sample":{},"_metadata":{}}]`),
    ).toEqual([
      { sample: { a: 1 }, status: 'OK', timestamp: 5, eventType: 'e' },
      { sample: { a: 2 }, status: undefined, timestamp: undefined, eventType: undefined },
      { sample: 'raw', status: 'OK', timestamp: undefined, eventType: undefined },
      { sample: { sample: 3, a: 4 }, status: undefined, timestamp: undefined, eventType: undefined },
      {
        sample: { sample: {}, _metadata: {} },
        status: undefined,
        timestamp: undefined,
        eventType: undefined,
      },
    ]);
    expect(parsed('[]')).toEqual([]);
  });

  it.each(['', '{}', '[', '[{}', '[{}]]', '[{},]', '[1]', '[[]]', '["a"]', '[{"a":}]', 'null', '[{} {}]'])(
    'is not what %j is',
    (text) => expect(sampleListOf(text)).toBeUndefined(),
  );
});
