import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { authorize } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import type { Operation } from '../access/operation.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { badInput, notFound } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { type Once, once } from '../http/idempotency.ts';
import { idempotencyKey, organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { bodyRoot } from '../http/problem-fields.ts';
import type { Route } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { encodeCursor } from '../lib/cursors.ts';
import { formatId } from '../lib/ids.ts';
import { apiKeyAnswers, apiKeyDetailAnswer, withoutUsage } from './api-key-answer.rest.ts';
import { ApiKeyAlreadyRevoked } from './api-keys.errors.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { apiKey, apiKeys, revokeApiKey } from './api-keys.ts';
import {
  type ApiKeyAnswer,
  environmentOf,
  idOf,
  idParameter,
  keyAnswer,
  refusedCredential,
  security,
  tag,
} from './api-keys-schemas.rest.ts';
import { createApiKeyBody, createApiKeyEndpoint } from './create-api-key.rest.ts';
import { createApiKey } from './create-api-key.ts';
import { listApiKeysEndpoint, listApiKeysQuery } from './list-api-keys.rest.ts';
import { rotateApiKeyBody, rotateApiKeyEndpoint } from './rotate-api-key.rest.ts';
import { rotateApiKey } from './rotate-api-key.ts';
import { resumeApiKeyEndpoint, suspendApiKeyEndpoint } from './suspend-api-key.rest.ts';
import { resumeApiKey, suspendApiKey } from './suspend-api-key.ts';
import { updateApiKeyBody, updateApiKeyEndpoint } from './update-api-key.rest.ts';
import { updateApiKey } from './update-api-key.ts';

const getApiKeyEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/api-keys/{id}',
  operationId: 'getApiKey',
  tag,
  summary: 'Show a key and its usage',
  description: 'The answer for a key of another organization is 404, as for a key that does not exist.',
  security,
  requires: apiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 200: keyAnswer('The key.') },
  errors: refusedCredential,
};

const deleteApiKeyEndpoint: Endpoint = {
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  operationId: 'deleteApiKey',
  tag,
  summary: 'Revoke a key',
  description:
    'Revokes a key permanently and at once. Verifications that start after the answer refuse the key. The key stays in the list as revoked. The request can be repeated.',
  security,
  requires: revokeApiKey.permission,
  parameters: [idParameter, organizationParameter],
  answers: { 204: { description: 'The key is revoked.', headers: rateLimitHeaderNames } },
  errors: refusedCredential,
};

/** In the order of the OpenAPI document. */
export const apiKeyEndpoints: readonly Endpoint[] = [
  createApiKeyEndpoint,
  listApiKeysEndpoint,
  getApiKeyEndpoint,
  updateApiKeyEndpoint,
  rotateApiKeyEndpoint,
  suspendApiKeyEndpoint,
  resumeApiKeyEndpoint,
  deleteApiKeyEndpoint,
];

/** Serves `/v1/api-keys`: the keys of the active organization, in the form that product APIs use. */
export function apiKeyRoutes(route: Route): void {
  route(createApiKeyEndpoint, create);
  route(listApiKeysEndpoint, list);
  route(getApiKeyEndpoint, async (context, request) => {
    const key = await apiKey(context, idOf(request));
    if (key === null) throw notFound('The API key');
    return apiKeyDetailAnswer(context, key);
  });
  route(updateApiKeyEndpoint, async (context, request) => {
    const changes = settingsOf(parseInput(updateApiKeyBody, request.body, bodyRoot));
    const { apiKey: key } = await updateApiKey(context, { ...changes, id: idOf(request) });
    return apiKeyDetailAnswer(context, key);
  });
  route(rotateApiKeyEndpoint, rotate);
  for (const [endpoint, change] of [
    [suspendApiKeyEndpoint, suspendApiKey],
    [resumeApiKeyEndpoint, resumeApiKey],
  ] as const) {
    route(endpoint, async (context, request) => {
      const { apiKey: key } = await change(context, { id: idOf(request) });
      return apiKeyDetailAnswer(context, key);
    });
  }
  route(deleteApiKeyEndpoint, async (context, request, reply) => {
    await revoke(context, idOf(request));
    return reply.code(204).send();
  });
}

async function create(context: RequestContext, request: FastifyRequest, reply: FastifyReply) {
  const { environment: name, ...settings } = parseInput(createApiKeyBody, request.body, bodyRoot);
  const environment = name === undefined ? ownEnvironment(context) : environmentOf(name);
  const input = { environment, ...settingsOf(settings) };
  const asked = { name: 'create-api-key', body: request.body, input };
  const answer = await onceForKey(context, request, createApiKey, asked);
  if (answer.replayed) return replayed(context, reply, answer.resultId);
  reply.code(201).header('location', `/v1/api-keys/${answer.result.id}`);
  return answer.result;
}

type KeyWithSecret = { apiKey: ApiKeyRow; secret: string };
type Shown = ApiKeyAnswer & { key: string };

/** Runs the operation once for the request's Idempotency-Key, if it has one. */
async function onceForKey(
  context: RequestContext,
  request: FastifyRequest,
  operation: Operation<KeyWithSecret>,
  /** `body`: a repeated request must have the same body. */
  { name, body, input }: { readonly name: string; readonly body: unknown; readonly input: unknown },
): Promise<Once<Shown>> {
  const work = (within: RequestContext) => shown(within, (inner) => operation(inner, input));
  const key = idempotencyKey(request);
  if (key === null) return { replayed: false, result: (await work(context)).result };
  const actor = authorize(context.actor, operation.permission);
  return once(context, actor, { operation: name, key, body }, work);
}

/**
 * Returns a new secret with its whole answer. The answer is read in the same transaction: if the database failed
 * between the two, nobody would ever receive the secret of the new key.
 */
function shown(
  context: RequestContext,
  work: (context: RequestContext) => Promise<KeyWithSecret>,
): Promise<{ result: Shown; resultId: string }> {
  return inTransaction(context.database, async (database) => {
    const within = { ...context, database };
    const { apiKey: key, secret } = await work(within);
    const answer = withoutUsage(await apiKeyDetailAnswer(within, key));
    return { result: { ...answer, key: secret }, resultId: key.id };
  });
}

/** Nothing was created now, so the status is 200. Only the first answer contained the secret, which is not stored. */
async function replayed(context: RequestContext, reply: FastifyReply, apiKeyId: string) {
  const key = await apiKey(context, formatId('apiKey', apiKeyId));
  if (key === null) throw notFound('The API key');
  const answer = withoutUsage(await apiKeyDetailAnswer(context, key));
  reply.header('idempotency-replayed', 'true').header('location', `/v1/api-keys/${answer.id}`);
  return { ...answer, key: null };
}

/** The body may be omitted. The id of the key is part of the text that an Idempotency-Key is compared with. */
async function rotate(context: RequestContext, request: FastifyRequest, reply: FastifyReply) {
  const body = parseInput(rotateApiKeyBody, request.body ?? {}, bodyRoot);
  const input = { id: idOf(request), overlapSeconds: body.overlap_seconds };
  const answer = await onceForKey(context, request, rotateApiKey, {
    name: 'rotate-api-key',
    body: input,
    input,
  });
  if (answer.replayed) return replayed(context, reply, answer.resultId);
  return answer.result;
}

async function list(context: RequestContext, request: FastifyRequest) {
  const {
    limit,
    cursor = null,
    environment,
    status,
    search,
    created_by,
  } = parseInput(listApiKeysQuery, request.query, '');
  const filter = {
    environment: environment && environmentOf(environment),
    status: status?.toUpperCase(),
    search,
    createdBy: created_by,
  };
  // One row more than requested shows whether there is another page.
  const page = { after: cursor, before: null, limit: limit + 1, inverted: false };
  const rows = await apiKeys(context, filter, page, { withCreators: false });
  const keys = rows.slice(0, limit);
  const last = keys.at(-1);
  const more = rows.length > limit;
  return {
    data: (await apiKeyAnswers(context, keys)).map(withoutUsage),
    has_more: more,
    next_cursor: more && last !== undefined ? encodeCursor(last.id) : null,
  };
}

/** DELETE can be repeated (RFC 9110, section 9.2.2), so an earlier revocation is not a failure. */
async function revoke(context: RequestContext, id: string): Promise<void> {
  try {
    await revokeApiKey(context, { id });
  } catch (error) {
    if (!(error instanceof ApiKeyAlreadyRevoked)) throw error;
  }
}

/** A key creates keys of its own environment. People and services have no environment, so they must name one. */
function ownEnvironment({ actor }: RequestContext) {
  if (actor.type === 'API_KEY') return actor.environment;
  throw badInput([{ field: `${bodyRoot}.environment`, problem: 'is required: expected "test" or "live"' }]);
}

/** Uses the operations' names. Omitted fields stay omitted, because null has another meaning there. */
function settingsOf(body: z.output<typeof updateApiKeyBody>) {
  const { permissions, expires_at, expires_in_days, rate_limit, ip_allowlist, ...rest } = body;
  return {
    ...rest,
    ...(permissions !== undefined && { scopes: permissions }),
    ...(expires_at !== undefined && { expiresAt: expires_at }),
    ...(expires_in_days !== undefined && { expiresInDays: expires_in_days }),
    ...(ip_allowlist !== undefined && { ipAllowlist: ip_allowlist }),
    ...(rate_limit !== undefined && {
      rateLimit: rate_limit && { perMinute: rate_limit.per_minute, perHour: rate_limit.per_hour },
    }),
  };
}
