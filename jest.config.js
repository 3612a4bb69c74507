/** ES modules all through: `npm test` runs node with --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // nock keeps its interceptor on the global scope, which jest otherwise mentions at length for every file.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  // The database and the browser need a core as well; on two cores one worker each is as fast as four.
  maxWorkers: 2,
  // Modules of suites that are over stay in memory: at two gigabytes each collection of it holds up what is measured.
  workerIdleMemoryLimit: '500MB',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFiles: ['<rootDir>/test/support/network.ts'],
  // Tests wait for what has to happen, not for a time: this only ends one that never would, also on a busy machine.
  testTimeout: 90_000,
};
