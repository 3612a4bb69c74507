import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createChangeStore } from '../../src/db/changes.ts';
import { createPool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import type { Input } from '../../src/domain/input.ts';
import { createLogger } from '../../src/log.ts';
import { Looking } from '../../src/services/pausing/looking.ts';
import type { Pipeline } from '../../src/services/pipeline.ts';
import { addInput, askForEdit, changeOf, hurry, inState, placed, redrawn } from '../support/changes.ts';
import { startProcess } from '../support/process.ts';
import {
  aboutIn,
  endedAs,
  lastsStill,
  pausedOf,
  pauseFor,
  sentFor,
  switchesOf,
} from '../support/timed-pause.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const resuming = { method: 'PUT', path: /pause=false/ };

/** As a worker has it, with an input that it finds paused. */
function createLooking(world: World) {
  const pool = createPool(world.environment.DATABASE_URL ?? '', createLogger('silent'));
  const sealer = createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
  const pipeline = { readInput: async () => ({ paused: true }) as Input } as unknown as Pipeline;
  const options = { pipeline, changeTtl: 3_600_000, remindAfter: 900_000 };
  return { pool, looking: new Looking({ pool, store: createChangeStore(sealer), ...options }) };
}

describe('a timed pause whose end meets trouble', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.alooma.faults.clear());
  afterAll(() => world.stop());

  it('is tried again when Alooma fails once', async () => {
    await pauseFor(world, 'fails_once');
    world.alooma.faults.status(503, { ...resuming, times: 1 });
    await lastsStill(world, 'fails_once');
    expect((await endedAs(world, 'fails_once', 'resumed')).pause_tries).toBe(1);
    expect(pausedOf(world, 'fails_once')).toBe(false);
    expect(sentFor(world, 'fails_once')).toEqual([true, false, false]);
    await world.approver.waitsFor('Resumed `fails_once`');
    expect(aboutIn(world, 'fails_once')).toHaveLength(2);
  });

  it.each([
    ['to write', resuming],
    ['to read', { method: 'GET' }],
  ])(
    'says on its card from the second failed try on what fails %s, and when it is tried next',
    async (how, failing) => {
      const name = `fails_${how.replace(' ', '_')}`;
      const card = await pauseFor(world, name);
      world.alooma.faults.status(500, failing);
      await lastsStill(world, name);
      await until(async () => {
        await hurry(world);
        const [pause] = await switchesOf(world, name);
        return Number(pause?.pause_tries) >= 2;
      });
      const told = wordsOf(await redrawn(world, card, /does not work so far, after \d+ tries/));
      expect(told).toMatch(/Alooma failed \(500\) to .* It is tried again <!date/);
      expect(told).not.toContain('Resuming it…');
      world.alooma.faults.clear();
      await endedAs(world, name, 'resumed');
      expect(wordsOf(await redrawn(world, card, 'resumed by itself'))).not.toContain('does not work');
    },
  );

  it('that cannot be resumed is told to the channel, once, with whom it is about and what to do', async () => {
    const card = await pauseFor(world, 'refused_resume');
    world.alooma.faults.status(403, resuming);
    await lastsStill(world, 'refused_resume');
    const pause = await endedAs(world, 'refused_resume', 'failed');
    expect(pause.pause_ended_by).toBeNull();
    const told = await world.approver.waitsFor('`refused_resume` could not be resumed');
    expect(told.isEphemeral).toBe(false);
    expect(wordsOf(told)).toContain(`<@${world.oncall.id}>, \`refused_resume\` could not be resumed`);
    expect(wordsOf(told)).toContain('`/alooma resume refused_resume`');
    await redrawn(world, card, 'resuming it failed');
    await placed(world, 'refused_resume');
    await hurry(world);
    expect(aboutIn(world, 'refused_resume')).toHaveLength(2);
    expect(pausedOf(world, 'refused_resume')).toBe(true);
    world.alooma.faults.clear();
  });

  it('is sent again for longer than anything else would be, where nobody knows what came of it', async () => {
    await pauseFor(world, 'dropped');
    world.alooma.faults.dropBefore({ ...resuming, times: 6 });
    await lastsStill(world, 'dropped');
    await endedAs(world, 'dropped', 'resumed');
    expect(pausedOf(world, 'dropped')).toBe(false);
    world.alooma.faults.clear();
  });

  it('is resumed by a click on the message that tells of the failure', async () => {
    await pauseFor(world, 'retried');
    world.alooma.faults.status(403, { ...resuming, times: 1 });
    await lastsStill(world, 'retried');
    await endedAs(world, 'retried', 'failed');
    const told = await world.approver.waitsFor('`retried` could not be resumed');
    await world.approver.clicks('Resume', told);
    await world.approver.waitsFor(`<@${world.approver.id}> resumed \`retried\``);
    expect(pausedOf(world, 'retried')).toBe(false);
  });

  it('is not lost while Alooma does not answer, and ends once it does', async () => {
    const card = await pauseFor(world, 'unanswered');
    world.alooma.faults.status(503, { method: 'GET' });
    await lastsStill(world, 'unanswered');
    await hurry(world);
    await redrawn(world, card, 'Resuming it');
    const [pause] = await switchesOf(world, 'unanswered');
    await isLookedAtLater(world, pause?.id ?? '');
    expect(await switchesOf(world, 'unanswered')).toHaveLength(1);
    world.alooma.faults.clear();
    await endedAs(world, 'unanswered', 'resumed');
    expect(pausedOf(world, 'unanswered')).toBe(false);
  });

  it('goes on counting while Alooma does not answer before its end', async () => {
    await pauseFor(world, 'silent');
    world.alooma.faults.status(503, { method: 'GET' });
    await hurry(world);
    const [pause] = await switchesOf(world, 'silent');
    await isLookedAtLater(world, pause?.id ?? '');
    world.alooma.faults.clear();
    expect((await switchesOf(world, 'silent'))[0]?.pause_ended).toBeNull();
  });

  it('is resumed however late a worker gets to it', async () => {
    await pauseFor(world, 'very_late');
    // Nothing is sent for its end, and the time in which a pause that somebody asks for lapses goes by.
    world.alooma.faults.status(503, { method: 'GET' });
    await lastsStill(world, 'very_late', -6 * 60_000);
    await until(async () => {
      await hurry(world);
      return (await switchesOf(world, 'very_late')).length === 2;
    });
    await world.pool.query('update changes set expires_at = now() where resumes is not null');
    // The one under way may have begun before it lapsed.
    await isTriedMore(world, (await switchesOf(world, 'very_late'))[1]?.id ?? '', 2);
    world.alooma.faults.clear();
    await endedAs(world, 'very_late', 'resumed');
    expect(pausedOf(world, 'very_late')).toBe(false);
  });

  it('is told to have failed when Alooma refuses to answer for minutes', async () => {
    await pauseFor(world, 'for_long');
    world.alooma.faults.status(503, { method: 'GET' });
    await lastsStill(world, 'for_long', -6 * 60_000);
    await endedAs(world, 'for_long', 'failed');
    world.alooma.faults.clear();
    await world.approver.waitsFor('`for_long` could not be resumed');
    expect(pausedOf(world, 'for_long')).toBe(true);
  });
});

describe('timed pauses while Alooma is silent', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ALOOMA_TIMEOUT: '1m' } });
  });
  afterAll(async () => {
    world.alooma.faults.clear();
    await world.stop();
  });

  it('keep no worker from everything else: looks are short, and come behind', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `hushed_${at}`);
    for (const name of names) await pauseFor(world, name);
    addInput(world, 'waits');
    await askForEdit(world, 'waits');
    const { rows } = await world.pool.query<{ kind: string; priority: number }>(
      `select split_part(key, ':', 1) as kind, max(priority)::int as priority from graphile_worker.jobs group by 1`,
    );
    const priority = Object.fromEntries(rows.map((row) => [row.kind, row.priority]));
    expect(priority.timed_pause).toBeGreaterThan(priority.expire ?? Number.NaN);

    world.alooma.faults.hang({ method: 'GET', path: /^inputs/ });
    const seen = world.alooma.requests.length;
    await hurry(world);
    await until(() => world.alooma.requests.length >= seen + names.length);
    const { id } = await changeOf(world, 'waits');
    await world.pool.query('update changes set expires_at = now() where id = $1', [id]);
    await world.pool.query(
      `update graphile_worker._private_jobs set run_at = now() where key = 'expire:' || $1`,
      [id],
    );
    const from = Date.now();
    await inState(world, 'waits', 'expired');
    // Looks that are not short last for ALOOMA_TIMEOUT.
    expect(Date.now() - from).toBeLessThan(30_000);
  });
});

describe('two workers at the end of a timed pause', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('make one resume of it, however often they look', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `raced_${at}`);
    for (const name of names) await pauseFor(world, name);
    const workers = [createLooking(world), createLooking(world), createLooking(world)];
    for (const name of names) {
      const [pause] = await switchesOf(world, name);
      await lastsStill(world, name);
      const looks = workers.flatMap(({ looking }) => [looking, looking]);
      await Promise.all(looks.map((looking) => looking.look(pause?.id ?? '')));
    }
    for (const name of names) await endedAs(world, name, 'resumed');
    for (const name of names) {
      expect((await switchesOf(world, name)).map(({ action }) => action)).toEqual(['pause', 'resume']);
      expect(sentFor(world, name)).toEqual([true, false]);
    }
    await Promise.all(workers.map(({ pool }) => pool.end()));
  });
});

describe('a pause that is asked for as the time is over', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ROLE: 'web' } });
  });
  afterAll(() => world.stop());

  const worker = () => world.startAnother({ ROLE: 'worker' });

  it('goes first, and the end of the one before is not begun', async () => {
    addInput(world, 'goes_first');
    const first = await worker();
    await world.oncall.types('/alooma pause goes_first for 2h');
    await world.approver.waitsFor(/paused `goes_first`.*left/s);
    await first.stop();
    await world.approver.types('/alooma pause goes_first because it stays');
    await world.approver.waitsFor('Pausing `goes_first`');
    await lastsStill(world, 'goes_first');
    const { pool, looking } = createLooking(world);
    const [pause] = await switchesOf(world, 'goes_first');
    expect(await looking.look(pause?.id ?? '')).toBeDefined();
    await pool.end();
    expect((await switchesOf(world, 'goes_first')).map(({ action }) => action)).toEqual(['pause', 'pause']);
  });

  it('is not undone by the end of the one before, whichever is first in the queue', async () => {
    addInput(world, 'crossed');
    const first = await worker();
    await world.oncall.types('/alooma pause crossed for 2h');
    await world.approver.waitsFor(/paused `crossed`.*left/s);
    await first.stop();
    await world.approver.types('/alooma pause crossed because it stays');
    await world.approver.waitsFor('Pausing `crossed`');
    // The end was made just before, and comes behind in the queue.
    const [pause] = await switchesOf(world, 'crossed');
    await world.pool.query(
      `insert into changes (id, state, action, rewrites, input_id, input_name, operation, requested_by, expires_at,
         approved_at, team_id, channel_id, terms, resumes)
       select gen_random_uuid(), 'approved', 'resume', false, input_id, input_name, operation, requested_by, expires_at,
         now() + interval '1 s', team_id, channel_id, terms, id from changes where id = $1`,
      [pause?.id],
    );
    await worker();
    const resume = await until(async () => {
      await hurry(world);
      const found = (await switchesOf(world, 'crossed')).find(({ resumes }) => resumes !== null);
      return found?.state === 'stale' && found;
    });
    expect(resume.outcome).toContain('has been replaced or ended meanwhile');
    expect(pausedOf(world, 'crossed')).toBe(true);
    expect(sentFor(world, 'crossed')).not.toContain(false);
    expect((await switchesOf(world, 'crossed'))[0]?.pause_ended).toBe('replaced');
  });
});

describe('a timed pause whose worker is killed', () => {
  it('goes on with another worker within a minute', async () => {
    const world = await startWorld({ environment: { ROLE: 'web' } });
    const environment = { ...world.environment, ROLE: 'worker' };
    const first = await startProcess(environment);
    try {
      await pauseFor(world, 'killed', 'for 2h');
      // Killed while it looks, so that its job stays locked in its name.
      const id = world.alooma.inputs().find(({ name }) => name === 'killed')?.id;
      world.alooma.faults.hang({ method: 'GET', path: new RegExp(`^inputs/${id}`), times: 1 });
      await lastsStill(world, 'killed');
      const seen = world.alooma.requests.length;
      await hurry(world);
      await until(() => world.alooma.requests.slice(seen).some(({ path }) => path.includes(String(id))));
      const known = (await world.pool.query<{ id: string }>('select id from workers')).rows.map(
        ({ id }) => id,
      );
      await first.kill();
      const second = await startProcess(environment);
      try {
        await until(
          async () =>
            (await world.pool.query('select from workers where id <> all($1)', [known])).rowCount === 1,
        );
        // A minute, from when there is another one.
        await until(async () => (await switchesOf(world, 'killed'))[0]?.pause_ended === 'resumed');
        expect(pausedOf(world, 'killed')).toBe(false);
        expect(sentFor(world, 'killed')).toEqual([true, false]);
      } finally {
        await second.kill();
      }
    } finally {
      await first.kill();
      await world.stop();
    }
    // Two processes begin, and what takes longest is to hold the first one for dead.
  }, 180_000);
});

/** Waits until a pause was looked at, and is to be looked at again. */
async function isLookedAtLater({ pool }: World, id: string): Promise<void> {
  await until(async () => {
    const { rows } = await pool.query<{ later: boolean }>(
      `select run_at > now() + interval '5 seconds' as later from graphile_worker.jobs where key = $1`,
      [`timed_pause:${id}`],
    );
    return rows[0]?.later;
  });
}

/** Waits until applying a change was begun so many times more, or there is nothing more to apply. */
async function isTriedMore(world: World, id: string, times: number): Promise<void> {
  const attempts = async () => {
    const { rows } = await world.pool.query<{ attempts: number }>(
      'select attempts from graphile_worker.jobs where key = $1',
      [`apply:${id}`],
    );
    return rows[0]?.attempts ?? Number.POSITIVE_INFINITY;
  };
  const before = await attempts();
  await until(async () => {
    await hurry(world);
    return (await attempts()) >= before + times;
  });
}
