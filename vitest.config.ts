import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node resolves it. Vite would take graphql's `module` field, and the tests would run with two
  // copies of graphql, in which no error of the one is an instance of the other's class.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    // Each file has a database of its own, so files run side by side.
    maxWorkers: 2,
    // These end what would never end, and prove nothing: so they are far beyond what a test takes on a
    // machine that is busy with other things. No test needs its own.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
