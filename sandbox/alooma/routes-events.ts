import type { EmulatorContext } from 'emulate';
import { json, refuse } from './answers.ts';
import { ACCOUNT } from './credentials.ts';
import { answerOf } from './outside-samples.ts';
import type { AloomaState } from './state.ts';

/** At most so many samples come in one answer. */
const SAMPLES_AT_ONCE = 10;

/** The calls that tell of the account, its event types and their samples, below `base`. */
export function addEventRoutes(
  app: EmulatorContext<AloomaState>['app'],
  base: string,
  state: AloomaState,
): void {
  app.get(`${base}/repository`, () => json(JSON.stringify({ config_clientName: ACCOUNT })));
  app.get(`${base}/event-types`, () => json(JSON.stringify(state.eventTypes)));
  app.get(`${base}/status-types`, () => json(JSON.stringify(state.statusTypes)));
  app.get(`${base}/samples/stats`, () => json(JSON.stringify(state.sampleCounts)));

  app.get(`${base}/samples`, (c) => {
    const name = c.req.query('eventType');
    if (name === undefined) return refuse(400, 'eventType is needed');
    if (!state.eventTypes.some((event) => event.name === name)) return refuse(404, 'no such event type');
    const statuses = c.req.queries('status');
    const samples = state.samples.filter(
      (sample) => sample.eventType === name && (!statuses || statuses.includes(sample.status)),
    );
    return json(`[${samples.slice(0, SAMPLES_AT_ONCE).map(answerOf).join(',')}]`);
  });
}
