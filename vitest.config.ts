import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The same resolution as Node's. Vite would use graphql's `module` field, and the tests would load two copies of
  // graphql. The error of one copy is not an instance of the other's class.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    // Each file has its own database, so files can run at the same time.
    maxWorkers: 2,
    // These limits only end tests that would never end. They are much longer than a test takes on a busy machine, so
    // no test needs its own.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
