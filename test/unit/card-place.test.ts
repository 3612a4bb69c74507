import { describe, expect, it } from '@jest/globals';
import { channelsOf } from '../../src/domain/card-place.ts';

const standsIn = (channelId: string) => ({ channelId, ts: '1.0', link: undefined });

describe('the channels in which others see a card', () => {
  it('are the one where it stands and, should the bot not be let in there, the one where it was asked for', () => {
    expect(channelsOf({ card: standsIn('C2'), cardBoundFor: undefined, channelId: 'C1' })).toEqual([
      'C2',
      'C1',
    ]);
    expect(channelsOf({ card: standsIn('C1'), cardBoundFor: undefined, channelId: 'C1' })).toEqual(['C1']);
  });

  it('begin with the one that it is moving to: it may have been posted there, and not been noted yet', () => {
    expect(channelsOf({ card: standsIn('D1'), cardBoundFor: 'C2', channelId: 'D1' })).toEqual(['C2']);
    expect(channelsOf({ card: undefined, cardBoundFor: 'C2', channelId: 'C1' })).toEqual(['C2', 'C1']);
  });

  it('are none where only one person sees it', () => {
    expect(channelsOf({ card: standsIn('D1'), cardBoundFor: undefined, channelId: 'D1' })).toEqual([]);
    expect(channelsOf({ card: undefined, cardBoundFor: 'U0BOB', channelId: 'D1' })).toEqual([]);
  });
});
