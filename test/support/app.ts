import type { Services } from '../../src/access/context.ts';
import { createApp } from '../../src/app.ts';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { createServices } from '../../src/process/services.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type GraphQLRequest, sendGraphQL } from './graphql.ts';
import { TestClock } from './test-clock.ts';

/** The product of most tests. A test that needs another passes the differences. */
export const testProduct = {
  productName: 'Acme',
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } },
    clients: { actions: { read: 'View clients', write: 'Create and update clients' } },
  },
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    professional: { limits: { perMinute: 500, perHour: 10_000 } },
    enterprise: { limits: 'custom', autoRenewal: true },
  },
  defaultPlan: 'free',
};

export type TestApp = {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly services: Services;
  readonly clock: TestClock;
  readonly testDatabase: TestDatabase;
  /** Sends a document over HTTP and returns status, headers and body unchanged. */
  readonly graphql: GraphQLRequest;
  close(): Promise<void>;
};

type Options = {
  /** The differences from `testProduct`. */
  product?: Record<string, unknown>;
  /** An existing database, for a second node. The caller then removes it. */
  testDatabase?: TestDatabase;
  mode?: 'development' | 'production' | 'test';
  /** LATCHKEY_SECRET. */
  secret?: string;
  signingKeysFreshMs?: number;
  /** LATCHKEY_PUBLIC_URL, for a node behind the same address as another. Default: its own address. */
  publicUrl?: string;
  /** Default: the log of the process, with fatal errors only. */
  log?: Logger;
};

export const testSecret = 'a secret of tests, 32 characters or more';

/** Starts a whole Latchkey on a free port and a new database. */
export async function startTestApp(options: Options = {}): Promise<TestApp> {
  const testDatabase = options.testDatabase ?? (await createTestDatabase());
  const stack = new AsyncDisposableStack();
  const clock = new TestClock(testDatabase.pool);
  // The address is known only when the server listens.
  const address = { url: new URL(options.publicUrl ?? 'http://127.0.0.1') };
  const services = createServices(stack, {
    databaseUrl: testDatabase.url,
    configuration: resolveConfiguration({ ...testProduct, ...options.product }, 'test'),
    clock,
    log: options.log ?? createLogger(process.env['LOG_LEVEL'] ?? 'fatal'),
    secret: options.secret ?? testSecret,
    publicUrl: () => address.url,
    signingKeysFreshMs: options.signingKeysFreshMs,
  });
  await services.accessTokens.signingKeys.prepare();
  const app = await createApp(services, { mode: options.mode ?? 'test', trustProxy: 1 });
  stack.defer(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  address.url = new URL(options.publicUrl ?? url);
  return {
    url,
    services,
    clock,
    testDatabase,
    graphql: sendGraphQL(url),
    close: async () => {
      await stack.disposeAsync();
      if (options.testDatabase === undefined) await testDatabase.drop();
    },
  };
}
