import { defineEmulator, type EmulatorDefinition } from 'emulate';
import { addLogin, guard } from './auth.ts';
import { addEventRoutes } from './routes-events.ts';
import { addInputRoutes } from './routes-inputs.ts';
import { seedState } from './seed.ts';
import type { AloomaState } from './state.ts';

export interface AloomaEmulator {
  definition: EmulatorDefinition<AloomaState>;
  /** The state that the routes are working on now, to look at and to change from outside. */
  state(): AloomaState;
}

/** The documented calls of Alooma's REST API, below `/rest` and `/<account>/rest`. */
export function aloomaEmulator(createDelay: number): AloomaEmulator {
  let current: AloomaState | undefined;
  const definition = defineEmulator<AloomaState>({
    name: 'alooma',
    stateVersion: 1,
    cors: false,
    state: seedState,
    setup({ app, state }) {
      current = state;
      guard(app, state);
      for (const base of ['/rest', '/:account/rest']) {
        addLogin(app, base, state);
        addEventRoutes(app, base, state);
        addInputRoutes(app, base, state, createDelay);
      }
    },
  });
  return {
    definition,
    state() {
      if (!current) throw new Error('The local Alooma has not started');
      return current;
    },
  };
}
