import { randomUUID } from 'node:crypto';
import type { EmulatorContext } from 'emulate';
import { z } from 'zod';
import { json, refuse } from './answers.ts';
import { OTHER_NODES } from './seed-inputs.ts';
import { type AloomaState, findLiving, livingInputs, markDeleted, setField, shownInputs } from './state.ts';

const NewInput = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  configuration: z.record(z.string(), z.unknown()),
});
const WholeInput = NewInput.extend({ id: z.string().min(1) });
const SleepTime = z.looseObject({ inputSleepTime: z.number().positive() });
const DEFAULT_SLEEP_TIME = 300;

function parsedAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The calls on inputs, below `base` (`/rest` or `/:account/rest`). */
export function addInputRoutes(
  app: EmulatorContext<AloomaState>['app'],
  base: string,
  state: AloomaState,
  createDelay: number,
): void {
  const structure = () => {
    const nodes = [
      ...shownInputs(state).map((input) => input.text),
      ...OTHER_NODES.map((node) => JSON.stringify(node)),
    ];
    return json(`{"nodes":[${nodes.join(',')}],"edges":[]}`);
  };
  app.get(`${base}/plumbing/`, structure);
  app.get(`${base}/plumbing`, structure);

  app.get(`${base}/inputs`, () => {
    const entries = livingInputs(state).map((input) => `${JSON.stringify(input.id)}:${input.text}`);
    return json(`{${entries.join(',')}}`);
  });

  app.get(`${base}/inputs/:id`, (c) => {
    const input = findLiving(state, c.req.param('id'));
    return input ? json(input.text) : refuse(404, 'no such input');
  });

  app.put(`${base}/inputs/:id`, async (c) => {
    const text = await c.req.text();
    const input = findLiving(state, c.req.param('id'));
    if (!input) return refuse(404, 'no such input');
    if (parsedAs(WholeInput, text)?.id !== input.id) return refuse(400, 'not a whole input with this id');
    input.text = text;
    return json(text);
  });

  app.put(`${base}/inputs/:id/pause`, (c) => {
    const input = findLiving(state, c.req.param('id'));
    if (!input) return refuse(404, 'no such input');
    const paused = c.req.query('pause');
    if (paused !== 'true' && paused !== 'false') return refuse(400, 'pause must be true or false');
    input.text = setField(input.text, ['paused'], paused === 'true');
    return json(`{"paused":${paused}}`);
  });

  const create = async (c: { req: { text(): Promise<string> } }) => {
    const wanted = parsedAs(NewInput, await c.req.text());
    if (!wanted) return refuse(400, 'name, type and configuration are needed');
    const id = randomUUID();
    const node = { id, category: 'INPUT', ...wanted, created_at: new Date().toISOString(), validated: true };
    const text = JSON.stringify(wanted.type === 'RESTAPI' ? node : { ...node, paused: false });
    state.inputs.push({ id, text, showsAt: Date.now() + createDelay });
    return json('{}');
  };
  app.post(`${base}/plumbing/inputs`, create);
  app.post(`${base}/inputs`, create);

  app.post(`${base}/plumbing/nodes/remove/:id`, (c) => {
    const input = findLiving(state, c.req.param('id'));
    if (!input) return refuse(404, 'no such node');
    markDeleted(input);
    return json('{}');
  });

  app.get(`${base}/inputSleepTime/:id`, (c) => {
    const input = findLiving(state, c.req.param('id'));
    if (!input) return refuse(404, 'no such input');
    return json(JSON.stringify({ inputSleepTime: state.sleepTimes[input.id] ?? DEFAULT_SLEEP_TIME }));
  });

  app.put(`${base}/inputSleepTime/:id`, async (c) => {
    const wanted = parsedAs(SleepTime, await c.req.text());
    const input = findLiving(state, c.req.param('id'));
    if (!input) return refuse(404, 'no such input');
    if (!wanted) return refuse(400, 'inputSleepTime must be a number of seconds');
    state.sleepTimes[input.id] = wanted.inputSleepTime;
    return json(JSON.stringify({ inputSleepTime: wanted.inputSleepTime }));
  });
}
