import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { build, parse, TITLE } from '../blocks/modals/sample-api.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { defineCommand, type FormHandler } from './router/define.ts';
import { giveMade, whereTo } from './samples/answer.ts';

export const sampleApi = defineCommand({
  verb: 'sample api',
  usage: 'sample api [--private] [--public]',
  summary: 'Open a form to ask any REST API for an event, and make it into a sample',
  details:
    'The form asks for the URL, for query parameters as a JSON object, for a key, and for the label, type and index of the event. The answer may be a list, an object that holds one, or a single object. A key is typed for one request and kept nowhere, or chosen from the profiles that the server keeps, each for its own hosts. Only what is on the public Internet is asked; whoever runs the bot opens other hosts with `SAMPLE_API_ALLOWED_HOSTS`.',
  args: z.object({ private: z.boolean().optional(), public: z.boolean().optional() }),
  action: 'samples',
  run: async ({ args, services }) => {
    const to = whereTo(args, services);
    return {
      kind: 'modal',
      title: TITLE,
      build: async () => build({ apiKeys: services.samples.apiKeys, to }),
    };
  },
});

export const sampleApiForm: FormHandler = {
  id: FORM.sampleApi,
  action: 'samples',
  async submit({ values, services }) {
    const { wanted, to } = parse(values);
    const made = await services.samples.getSampleFromAnyApi(wanted);
    return giveMade(made, {
      title: `A sample for the input ${code(wanted.inputLabel)}, made of what an API answered`,
      fileName: fileNameFor(wanted.inputLabel),
      to,
      services,
    });
  },
};

const LONGEST_LABEL = 100;

function fileNameFor(inputLabel: string): string {
  const safe = inputLabel.toLowerCase().replace(/[^a-z0-9_-]/gu, '_');
  return `sample_${safe.slice(0, LONGEST_LABEL)}.json`;
}
