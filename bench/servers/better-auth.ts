// Better Auth's api-key plugin as its documentation recommends: keys in the database, in the tables of its own
// migration, and with limits on. It runs in the same kind of server as Latchkey.

import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import Fastify from 'fastify';
import pg from 'pg';
import { serve } from './serve.ts';

const keyCount = 1000;
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const auth = betterAuth({
  baseURL: 'http://127.0.0.1',
  secret: 'a secret of the bench, of no use elsewhere',
  database: pool,
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: 2_000_000_000 } })],
});
await (await getMigrations(auth.options)).runMigrations();
const { user } = await auth.api.signUpEmail({
  body: { name: 'Bench', email: 'bench@example.com', password: 'a password of the bench' },
});
const keys: string[] = [];
while (keys.length < keyCount) keys.push((await auth.api.createApiKey({ body: { userId: user.id } })).key);
await pool.query('vacuum analyze');

const app = Fastify();
app.post<{ Body: { key: string } }>('/verify', ({ body: { key } }) =>
  auth.api.verifyApiKey({ body: { key } }),
);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
serve(`${url}/verify`, () => app.close(), { keys });
