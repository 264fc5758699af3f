import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node resolves it. Vite would take graphql's `module` field, and the tests would run with two
  // copies of graphql, in which no error of the one is an instance of the other's class.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    // Each file has a database of its own, so files run side by side; more workers than processors
    // would only make the timing tests wait.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
