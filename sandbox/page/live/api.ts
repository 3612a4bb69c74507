import type {
  ClientAction,
  ClientClose,
  ClientCommand,
  ClientMessage,
  ClientOptions,
  ClientState,
  ClientSubmit,
  SubmitResult,
} from '../../slack/client-api.ts';
import type { Choice, ChoiceGroup } from '../blocks/kit.ts';

/** What every POST answers with. `error` is a sentence for the person. */
export interface Answer {
  ok: boolean;
  error?: string;
}

export interface FoundChoices {
  options?: Choice[];
  option_groups?: ChoiceGroup[];
}

/** What this person sees. Rejects when the server cannot be reached or does not know them. */
export async function fetchState(as: string): Promise<ClientState> {
  const response = await fetch(`/client/state?as=${encodeURIComponent(as)}`);
  if (!response.ok) throw new Error(`The workspace answered ${response.status}.`);
  return (await response.json()) as ClientState;
}

export const fileUrl = (fileId: string, as: string): string =>
  `/client/file/${encodeURIComponent(fileId)}?as=${encodeURIComponent(as)}`;

export const sendCommand = (body: ClientCommand) => post<Answer>('command', body);
export const sendMessage = (body: ClientMessage) => post<Answer>('message', body);
export const sendAction = (body: ClientAction) => post<Answer>('action', body);
export const sendSubmit = (body: ClientSubmit) => post<SubmitResult>('submit', body);
export const sendClose = (body: ClientClose) => post<Answer>('close', body);
export const findChoices = (body: ClientOptions) => post<Answer & FoundChoices>('options', body);

/** Never rejects: a server that is not there is an error to show, like any other. */
async function post<T extends object>(path: string, body: object): Promise<T | Answer> {
  try {
    const response = await fetch(`/client/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.headers.get('content-type')?.startsWith('application/json')) {
      return { ok: false, error: `The local workspace failed: ${(await response.text()).slice(0, 200)}` };
    }
    return (await response.json()) as T;
  } catch {
    return { ok: false, error: 'The local workspace did not answer. Is the sandbox still running?' };
  }
}
