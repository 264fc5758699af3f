import { join } from 'node:path';
import pino from 'pino';
import type { Services } from './access/context.ts';
import { createApp } from './app.ts';
import { publicUrlOf, readEnvironment, type Settings } from './config/environment.ts';
import { readOrCreateSecret } from './config/generated-secrets.ts';
import { loadConfig } from './config/load-config.ts';
import { createDatabase } from './database/database.ts';
import { type EmbeddedServer, startEmbeddedServer } from './database/embedded-server.ts';
import { migrate } from './database/migrate.ts';
import { createPool } from './database/pool.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';

export type Running = { readonly url: string; stop(): Promise<void> };
