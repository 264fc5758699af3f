import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { authorize } from '../access/authorize.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { ApiKeyAlreadyRevoked } from '../api-keys/api-keys.errors.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import { apiKey, apiKeys, createApiKey, revokeApiKey, updateApiKey } from '../api-keys/api-keys.ts';
import { badInput, notFound } from '../errors.ts';
import { once } from '../idempotency/idempotency.ts';
import { parseInput } from '../input.ts';
import { encodeCursor } from '../lib/cursors.ts';
import { formatId } from '../lib/ids.ts';
import { apiKeyAnswers, apiKeyDetailAnswer, withoutUsage } from './api-key-answer.ts';
import {
  createApiKeyOperation,
  deleteApiKeyOperation,
  getApiKeyOperation,
  listApiKeysOperation,
  updateApiKeyOperation,
} from './api-keys.operations.ts';
import { createApiKeyBody, environmentOf, listApiKeysQuery, updateApiKeyBody } from './api-keys.schema.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { bodyRoot } from './problem-fields.ts';
import { route } from './route.ts';

/** `/v1/api-keys`: the keys of the active organization, in the shapes that product APIs use. */
export function apiKeyRoutes(services: Services) {
  return async function register(app: FastifyInstance): Promise<void> {
    route(app, services, createApiKeyOperation, create);
    route(app, services, listApiKeysOperation, list);
    route(app, services, getApiKeyOperation, async (context, request) => {
      const key = await apiKey(context, idOf(request));
      if (key === null) throw notFound('The API key');
      return apiKeyDetailAnswer(context, key);
    });
    route(app, services, updateApiKeyOperation, async (context, request) => {
      const changes = settingsOf(parseInput(updateApiKeyBody, request.body, bodyRoot));
      const { apiKey: key } = await updateApiKey(context, { ...changes, id: idOf(request) });
      return apiKeyDetailAnswer(context, key);
    });
    route(app, services, deleteApiKeyOperation, async (context, request, reply) => {
      await revoke(context, idOf(request));
      return reply.code(204).send();
    });
  };
}

async function create(context: RequestContext, request: FastifyRequest, reply: FastifyReply) {
  const { environment: name, ...settings } = parseInput(createApiKeyBody, request.body, bodyRoot);
  const environment = name === undefined ? ownEnvironment(context) : environmentOf(name);
  const input = { environment, ...settingsOf(settings) };
  const key = idempotencyKey(request);
  if (key === null) return created(context, reply, await createApiKey(context, input));
  const actor = authorize(context.actor, 'MANAGE_API_KEYS');
  const answer = await once(
    context,
    actor,
    { operation: 'create-api-key', key, body: request.body },
    async (transaction) => {
      const result = await createApiKey(transaction, input);
      return { result, resultId: result.apiKey.id };
    },
  );
  return answer.replayed ? replayed(context, reply, answer.resultId) : created(context, reply, answer.result);
}

async function created(
  context: RequestContext,
  reply: FastifyReply,
  { apiKey: key, secret }: { apiKey: ApiKeyRow; secret: string },
) {
  const answer = withoutUsage(await apiKeyDetailAnswer(context, key));
  reply.code(201).header('location', `/v1/api-keys/${answer.id}`);
  return { ...answer, key: secret };
}

/** Nothing was created now, so 200. The secret went out with the first answer and was kept nowhere. */
async function replayed(context: RequestContext, reply: FastifyReply, apiKeyId: string) {
  const key = await apiKey(context, formatId('apiKey', apiKeyId));
  if (key === null) throw notFound('The API key');
  const answer = withoutUsage(await apiKeyDetailAnswer(context, key));
  reply.header('idempotency-replayed', 'true').header('location', `/v1/api-keys/${answer.id}`);
  return { ...answer, key: null };
}

async function list(context: RequestContext, request: FastifyRequest) {
  const {
    limit,
    cursor = null,
    environment,
    status,
    search,
  } = parseInput(listApiKeysQuery, request.query, '');
  const filter = {
    environment: environment && environmentOf(environment),
    status: status?.toUpperCase(),
    search,
  };
  // One more than asked for tells whether there is another page.
  const page = { after: cursor, before: null, limit: limit + 1, inverted: false };
  const rows = await apiKeys(context, filter, page);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit;
  return {
    data: (await apiKeyAnswers(context, shown)).map(withoutUsage),
    has_more: more,
    next_cursor: more && last !== undefined ? encodeCursor(last.id) : null,
  };
}

/** DELETE may be repeated (RFC 9110, section 9.2.2): that it was revoked before is no failure. */
async function revoke(context: RequestContext, id: string): Promise<void> {
  try {
    await revokeApiKey(context, { id });
  } catch (error) {
    if (!(error instanceof ApiKeyAlreadyRevoked)) throw error;
  }
}

/** A key makes keys of its own environment; a person or a service has none, and must not guess. */
function ownEnvironment({ actor }: RequestContext) {
  if (actor.type === 'API_KEY') return actor.environment;
  throw badInput([{ field: `${bodyRoot}.environment`, problem: 'is missing: expected "test" or "live"' }]);
}

/** In the words of the operations. What is left out stays out: to them, null means something. */
function settingsOf(body: z.output<typeof updateApiKeyBody>) {
  const { permissions, expires_at, rate_limit, ip_allowlist, ...rest } = body;
  return {
    ...rest,
    ...(permissions !== undefined && { scopes: permissions }),
    ...(expires_at !== undefined && { expiresAt: expires_at }),
    ...(ip_allowlist !== undefined && { ipAllowlist: ip_allowlist }),
    ...(rate_limit !== undefined && {
      rateLimit: rate_limit && { perMinute: rate_limit.per_minute, perHour: rate_limit.per_hour },
    }),
  };
}

function idOf({ params }: FastifyRequest): string {
  const id: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}
