// PostGraphile 5 with its recommended preset on Latchkey's tables, for signed-in people. Each request looks up its
// session and reads with row-level security, as PostGraphile's documentation recommends (row-level-security.ts
// contains the policies).

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import pg from 'pg';
import { parseSessionToken } from '../../src/access/session-token.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { visitorRole } from '../row-level-security.ts';
import { servePostgraphile } from './serve-postgraphile.ts';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 10 });

async function userOf({ headers }: IncomingMessage): Promise<string> {
  const token = parseSessionToken((headers.authorization ?? '').slice('Bearer '.length));
  if (token === null) return '';
  const { rows } = await pool.query<{ user_id: string; secret_hash: Buffer }>({
    name: 'session',
    text: 'select user_id, secret_hash from sessions where id = $1 and expires_at > now()',
    values: [token.sessionId],
  });
  const [session] = rows;
  if (session === undefined || !timingSafeEqual(session.secret_hash, hashSecret(token.secret))) return '';
  return session.user_id;
}

await servePostgraphile(async ({ node }) => ({
  pgSettings: { role: visitorRole, 'bench.user_id': node === undefined ? '' : await userOf(node.req) },
}));
