import { describe, expect, it } from '@jest/globals';
import { portFailure } from '../../src/start-failure.ts';

describe('a start that failed', () => {
  const config = { port: 80, host: '10.0.0.1' };

  it.each(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'])(
    'with %s names the variable to mend',
    (code) => {
      const error = Object.assign(new Error('listen 10.0.0.1:80'), { code });
      expect(portFailure(error, config)).toContain('PORT');
      expect(portFailure(error, config)).toMatch(/ Set (PORT|HOST) to /);
    },
  );

  it('with anything else is for the log', () => {
    expect(portFailure(new Error('x'), config)).toBeUndefined();
    expect(portFailure('EACCES', config)).toBeUndefined();
  });
});
