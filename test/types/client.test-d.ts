// Checked by tsc, not run: what these lines say is said to the compiler.
import express from 'express';
import Fastify from 'fastify';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type Context, Hono } from 'hono';
import { expectTypeOf } from 'vitest';
import type { VerificationQuestion } from '../../packages/client/src/client.ts';
import {
  type ApiKey,
  type ApiKeyContext,
  type ApiKeyIdentity,
  apiKeyOf,
  type VerificationAnswer as ClientAnswer,
  type CreateApiKeyResult,
  expressApiKey,
  fastifyApiKey,
  fetchApiKey,
  honoApiKey,
  Latchkey,
  OfflineVerifier,
  orThrow,
  type ResumeApiKeyResult,
  type RevokeApiKeyResult,
  type SuspendApiKeyResult,
  type UpdateMemberResult,
  Verifier,
  yogaApiKey,
} from '../../packages/client/src/client.ts';
import type { CodeOf } from '../../packages/client/src/result.ts';
import type { ErrorCode } from '../../src/errors.ts';
import type { VerificationAnswer as ServerAnswer } from '../../src/verification/verification-answer.ts';
import type { VerificationRequest } from '../../src/verification/verification-types.ts';

const latchkey = new Latchkey({ url: 'https://keys.example.com', credential: 'x' });
const verifier = new Verifier({ url: 'https://keys.example.com', serviceToken: 'x' });

// A result is narrowed by `ok`, and an outcome by its code.
declare const created: CreateApiKeyResult;
if (created.ok) {
  expectTypeOf(created.secret).toEqualTypeOf<string>();
  expectTypeOf(created.apiKey).toEqualTypeOf<ApiKey>();
} else {
  expectTypeOf(created.error.code).toEqualTypeOf<
    'ACTIVE_KEY_LIMIT_REACHED' | 'LIVE_KEYS_NOT_ENABLED' | 'UNKNOWN_SCOPE' | 'SCOPE_NOT_GRANTABLE'
  >();
  expectTypeOf(created.error.remedy).toEqualTypeOf<string>();
  if (created.error.code === 'ACTIVE_KEY_LIMIT_REACHED') {
    expectTypeOf(created.error.limit).toEqualTypeOf<number>();
  }
  // @ts-expect-error: only one of the outcomes has a limit
  created.error.limit;
}
// @ts-expect-error: not before it is known to have succeeded
created.secret;

expectTypeOf<
  Extract<RevokeApiKeyResult, { ok: false }>['error']['code']
>().toEqualTypeOf<'API_KEY_ALREADY_REVOKED'>();
expectTypeOf<Extract<SuspendApiKeyResult, { ok: false }>['error']['code']>().toEqualTypeOf<
  'API_KEY_ALREADY_SUSPENDED' | 'API_KEY_ALREADY_REVOKED'
>();
expectTypeOf<Extract<ResumeApiKeyResult, { ok: false }>['error']['code']>().toEqualTypeOf<
  'API_KEY_NOT_SUSPENDED' | 'API_KEY_ALREADY_REVOKED' | 'SCOPE_NOT_GRANTABLE'
>();
expectTypeOf<Extract<UpdateMemberResult, { ok: false }>['error']['code']>().toEqualTypeOf<
  'LAST_OWNER' | 'PERMISSION_NOT_GRANTABLE'
>();
expectTypeOf(orThrow(created).secret).toEqualTypeOf<string>();

// The codes are made from the names of the types, as the server's table has them.
expectTypeOf<CodeOf<'ApiKeyAlreadyRevoked'>>().toEqualTypeOf<'API_KEY_ALREADY_REVOKED'>();
expectTypeOf<Extract<CreateApiKeyResult, { ok: false }>['error']['code']>().toExtend<ErrorCode>();

// The input is the schema's.
void latchkey.apiKeys.create({ environment: 'TEST', name: 'Server' });
// @ts-expect-error: environments are TEST and LIVE
void latchkey.apiKeys.create({ environment: 'test', name: 'Server' });
// @ts-expect-error: a key has a name
void latchkey.apiKeys.create({ environment: 'TEST' });
// @ts-expect-error: the id is the first parameter
void latchkey.apiKeys.update('key_1', { id: 'key_2' });
// @ts-expect-error: there is no such filter
latchkey.apiKeys.list({ nane: 'x' });
expectTypeOf(latchkey.apiKeys.list()).toExtend<AsyncIterable<ApiKey>>();
expectTypeOf(latchkey.apiKeys.get).returns.resolves.toEqualTypeOf<ApiKey | null>();

// The server's requests and answers have the SDK's types.
expectTypeOf<ServerAnswer>().toExtend<ClientAnswer>();
expectTypeOf<ClientAnswer['code']>().toEqualTypeOf<ServerAnswer['code']>();
expectTypeOf<keyof VerificationQuestion>().toEqualTypeOf<keyof VerificationRequest>();

// The middleware fits each framework as it is, without a type of its own.
const requirement = { scopes: ['invoices:read'], environment: 'live', cost: 2 } as const;
Fastify().get('/', { onRequest: fastifyApiKey(verifier, requirement) }, (request) => apiKeyOf(request).keyId);
express().get('/', expressApiKey(verifier, requirement), (request, response) => {
  response.json(apiKeyOf(request).keyId);
});
new Hono().get('/', honoApiKey(verifier, requirement), (context) =>
  context.json(apiKeyOf(context.req.raw).keyId),
);
new Hono<{ Bindings: { secret: string } }>().use(
  '*',
  honoApiKey(verifier, {}, { address: (context: Context) => context.req.header('x-real-ip') }),
);
createYoga({ plugins: [yogaApiKey(verifier, requirement)] });
expectTypeOf(yogaApiKey(verifier)).toExtend<Plugin<ApiKeyContext>>();
const handler = fetchApiKey(verifier, requirement, (_request, apiKey, env: { secret: string }) => {
  expectTypeOf(apiKey).toEqualTypeOf<ApiKeyIdentity | null>();
  return new Response(env.secret);
});
expectTypeOf(handler).parameters.toEqualTypeOf<[Request, { secret: string }]>();
fastifyApiKey(new OfflineVerifier(), requirement);
// @ts-expect-error: environments of a verification are test and live
fastifyApiKey(verifier, { environment: 'LIVE' });
// @ts-expect-error: refuse or allow
new Verifier({ whenUnavailable: 'ignore' });
