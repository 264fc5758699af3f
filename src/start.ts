import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Services } from './access/context.ts';
import { createApp } from './app.ts';
import { publicUrlOf, readEnvironment, type Settings } from './config/environment.ts';
import { readOrCreateSecret } from './config/generated-secrets.ts';
import { loadConfig } from './config/load-config.ts';
import { createDatabase } from './database/database.ts';
import { startEmbeddedServer } from './database/embedded-server.ts';
import { migrate } from './database/migrate.ts';
import { createPool } from './database/pool.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger } from './lib/logger.ts';
import { StartError } from './start-error.ts';
import { createVerification } from './verification/verification.ts';

export type Running = { readonly url: string; stop(): Promise<void> };

/** Connections for everything but verification, which has its own and so is never kept waiting. */
const operationConnections = 10;
const verificationConnections = 4;

/** From environment variables to a listening service. What cannot start says so as StartError. */
export async function start(environment: NodeJS.ProcessEnv): Promise<Running> {
  const settings = readEnvironment(environment);
  const configuration = await loadConfig(settings.configPath);
  const log = createLogger(settings.logLevel);
  const stack = new AsyncDisposableStack();
  try {
    const databaseUrl = settings.databaseUrl ?? (await startDatabase(settings, stack));
    await migrate({ url: databaseUrl });
    const pool = createPool({ url: databaseUrl, max: operationConnections, logger: log });
    stack.defer(() => pool.end());
    const verificationPool = createPool({ url: databaseUrl, max: verificationConnections, logger: log });
    stack.defer(() => verificationPool.end());
    const verification = createVerification({
      pool: verificationPool,
      configuration,
      log,
    });
    stack.defer(() => verification.stop());
    const services: Services = {
      database: createDatabase(pool),
      configuration,
      clock: systemClock,
      log,
      verification,
      publicUrl: new URL(publicUrlOf(settings, settings.port)),
    };
    const app = await createApp(services, settings);
    stack.defer(() => app.close());
    await listen(app, settings);
    return { url: services.publicUrl.origin, stop: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function startDatabase(settings: Settings, stack: AsyncDisposableStack): Promise<string> {
  await mkdir(settings.dataDirectory, { recursive: true });
  await readOrCreateSecret(settings.dataDirectory);
  const server = await startEmbeddedServer({ dataDirectory: join(settings.dataDirectory, 'postgresql') });
  stack.defer(() => server.stop());
  return server.url;
}

async function listen(app: FastifyInstance, { host, port }: Settings): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `PORT: ${port} on ${host} is in use; stop what listens there, or set another PORT.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new StartError(`HOST, PORT: cannot listen on ${host}:${port} (${code}).`);
    }
    throw error;
  }
}
