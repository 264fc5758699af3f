import { Environment } from '../api-keys/environment.graphql.ts';
import { type Environment as EnvironmentShape, environmentNames } from '../environment.ts';
import { builder } from '../graphql/builder.ts';
import { typeNamed } from '../graphql/outcomes.graphql.ts';
import type { RateLimitWindow as RateLimitWindowShape } from '../rate-limits/remaining-rate-limit.ts';
import { verificationCodes, verificationResults } from '../verification-results.ts';
import { type KnownKey, knownKeyNames, knownKeyShape, knownKeyTypes } from './known-key.ts';
import type { VerificationAnswer } from './verification-answer.ts';
import { verifyApiKey } from './verify-api-key.ts';

export const VerificationCode = builder.enumType('VerificationCode', {
  description: `The result of a verification. The checks run in this order: ${verificationCodes.join(', ')}.`,
  values: Object.fromEntries(
    verificationCodes.map((code) => [code, { description: verificationResults[code].meaning }]),
  ),
});

const RateLimitWindow = builder.objectRef<RateLimitWindowShape>('RateLimitWindow').implement({
  description: 'What remains of a key’s limit in one window.',
  fields: (t) => ({
    window: t.exposeString('window', { description: '`minute` or `hour`, of UTC.' }),
    limit: t.exposeInt('limit', { description: 'Requests in the whole window.' }),
    remaining: t.exposeInt('remaining', { description: 'The number of requests that remain.' }),
    reset: t.field({
      type: 'DateTime',
      description: 'When the next window begins.',
      resolve: ({ reset }) => new Date(reset * 1000),
    }),
  }),
});

type RemainingShape = Omit<RateLimitWindowShape, 'window'> & { windows: readonly RateLimitWindowShape[] };

export const RemainingRateLimit = builder.objectRef<RemainingShape>('RemainingRateLimit').implement({
  description: 'What remains of a key’s limit, in the window that is nearest to its limit.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Requests in the whole window.' }),
    remaining: t.exposeInt('remaining', { description: 'The number of requests that remain.' }),
    reset: t.field({
      type: 'DateTime',
      description: 'When the next window begins.',
      resolve: ({ reset }) => new Date(reset * 1000),
    }),
    windows: t.field({
      type: [RateLimitWindow],
      description: 'Each window that has a limit.',
      authScopes: { public: true },
      resolve: ({ windows }) => [...windows],
    }),
  }),
});

const environmentValues = { test: 'TEST', live: 'LIVE' } as const satisfies Record<string, EnvironmentShape>;

/** A value of the answer in GraphQL's terms. */
function shown(key: KnownKey, name: keyof KnownKey): unknown {
  switch (name) {
    case 'environment':
      return environmentValues[key.environment];
    case 'expiresAt':
      return key.expiresAt && new Date(key.expiresAt);
    default:
      return key[name];
  }
}

const Verification = builder.objectRef<VerificationAnswer>('Verification').implement({
  description: 'Whether a key is valid. For a malformed or unknown key the other fields are null.',
  fields: (t) => ({
    valid: t.exposeBoolean('valid', { description: 'Whether the product should serve the request.' }),
    code: t.expose('code', { type: VerificationCode, description: 'The result.' }),
    status: t.exposeInt('status', { description: 'The HTTP status that the product should answer with.' }),
    ...Object.fromEntries(
      knownKeyNames.map((name) => [
        name,
        t.field({
          type: typeNamed(knownKeyTypes[name]),
          nullable: true,
          description: knownKeyShape[name].description ?? '',
          resolve: (answer) => ('keyId' in answer ? shown(answer, name) : null),
        }),
      ]),
    ),
    rateLimit: t.field({
      type: RemainingRateLimit,
      nullable: true,
      description: 'With VALID and RATE_LIMITED: what remains. Null: the key has no limit.',
      authScopes: { public: true },
      resolve: (answer) => ('rateLimit' in answer ? answer.rateLimit : null),
    }),
  }),
});

const VerifyApiKeyInput = builder.inputType('VerifyApiKeyInput', {
  description: 'A key and the conditions that it must meet.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'The key that the product’s caller sent.' }),
    environment: t.field({ type: Environment, description: 'The key must be of this environment.' }),
    scopes: t.stringList({ description: 'The key must hold all of these.' }),
    ip: t.string({ description: 'The address of the product’s caller; compared with the key’s allow-list.' }),
    userAgent: t.string({ description: 'The user agent of the product’s caller; shown with the last use.' }),
    cost: t.int({
      description: 'How much of the limits to consume. Default: 1. With 0 nothing is consumed.',
    }),
  }),
});

builder.mutationField('verifyApiKey', (t) =>
  t.field({
    type: Verification,
    description:
      'Checks whether a key is valid, and consumes its limit if it is. The same as `POST /v1/verify`, which is faster.',
    args: {
      input: t.arg({ type: VerifyApiKeyInput, required: true, description: 'The key and the conditions.' }),
    },
    authScopes: { permission: verifyApiKey.permission },
    resolve: (_parent, { input }, context) => {
      const environment = input.environment && environmentNames[input.environment];
      return verifyApiKey(context, { ...input, environment });
    },
  }),
);
