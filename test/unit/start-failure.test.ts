import { describe, expect, it } from '@jest/globals';
import { StartFailure, startFailure } from '../../src/start-failure.ts';

describe('a start that failed', () => {
  const config = { port: 80, host: '10.0.0.1' };

  it.each(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'])(
    'with %s names the variable to mend',
    (code) => {
      const failure = startFailure(Object.assign(new Error('listen 10.0.0.1:80'), { code }), config);
      expect(failure).toBeInstanceOf(StartFailure);
      expect(String(failure)).toContain('PORT');
      expect(String(failure)).toMatch(/ Set (PORT|HOST) to /);
    },
  );

  it('with anything else is for the log', () => {
    const error = new Error('x');
    expect(startFailure(error, config)).toBe(error);
    expect(startFailure('EACCES', config)).toBe('EACCES');
  });
});
