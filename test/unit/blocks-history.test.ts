import { describe, expect, it } from '@jest/globals';
import { renderHistory } from '../../blocks/history.ts';
import type { PastChange } from '../../src/domain/history.ts';
import { aChange } from '../support/a-change.ts';
import { textsOf } from '../support/slack-takes.ts';

const DIRECT = 'https://acme.slack.com/archives/D0123/p1764000000000100';
const PUBLIC = 'https://acme.slack.com/archives/C0123/p1764000000000100';

function shown(link: string, fields: Partial<PastChange> = {}, reader = 'U0READER'): string {
  const change = aChange();
  const place = { at: change.requestedAt.toISOString(), id: change.id };
  const past = { ...change, link, pause: undefined, relatives: {}, place, ...fields };
  const page = { changes: [past], hasNewer: false, hasOlder: false };
  return textsOf(renderHistory(page, past.inputName, reader).blocks).join('\n');
}

describe('history', () => {
  it('links no card in the direct messages of somebody else', () => {
    const words = shown(DIRECT);
    expect(words).not.toContain(DIRECT);
    expect(words).toContain('Its card is in direct messages.');
    expect(shown(DIRECT, { requestedBy: 'U0READER' })).toContain(`<${DIRECT}|Card>`);
    expect(shown(PUBLIC)).toContain(`<${PUBLIC}|Card>`);
    const relatives: PastChange['relatives'] = {
      undoneBy: { id: 'x', requestedBy: 'U0X', link: DIRECT, state: 'applied' },
    };
    expect(shown(PUBLIC, { relatives })).not.toContain(DIRECT);
  });

  it.each(['a`b', 'two\nlines', 'a\u202eb', 'a'.repeat(300)])(
    'is had as a file by the id where the name is shown otherwise than it is: %j',
    (inputName) => {
      expect(shown(PUBLIC, { inputName })).toContain('`/alooma history in-1 --json`');
    },
  );

  it('is had as a file by the name where that can be typed', () => {
    expect(shown(PUBLIC)).toContain('`/alooma history orders_db --json`');
  });
});
