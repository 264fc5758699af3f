import { ApiKey } from '../api-keys/api-key-type.graphql.ts';
import { Environment } from '../api-keys/environment.graphql.ts';
import { environmentNames } from '../environment.ts';
import { builder } from '../graphql/builder.ts';
import type { CheckOutcome, ExplainedCheck } from './explained-checks.ts';
import { type ExplainedSecret, type Explanation, explainApiKey } from './explanation.ts';
import { RemainingRateLimit, VerificationCode } from './verification.graphql.ts';

const CheckOutcomeEnum = builder.enumType('CheckOutcome', {
  description: 'The outcome of one check of a verification.',
  values: {
    PASSED: { description: 'The key and the request meet the condition.' },
    FAILED: { description: 'They do not meet it. The first failed check decides the code.' },
    SKIPPED: { description: 'There is nothing to check: the request or the key sets no such condition.' },
  } satisfies Record<CheckOutcome, object>,
});

const VerificationCheck = builder.objectRef<ExplainedCheck>('VerificationCheck').implement({
  description: 'One check of a verification.',
  fields: (t) => ({
    code: t.expose('code', {
      type: VerificationCode,
      description: 'The code that the verification answers with if this is the first check that fails.',
    }),
    outcome: t.expose('outcome', { type: CheckOutcomeEnum, description: 'The outcome.' }),
    detail: t.exposeString('detail', { description: 'The reason, for people. The wording may change.' }),
  }),
});

const ApiKeyExplanation = builder.objectRef<Explanation>('ApiKeyExplanation').implement({
  description: 'What a verification of a key would answer now, and why.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key.', authScopes: { public: true } }),
    code: t.expose('code', { type: VerificationCode, description: 'The result.' }),
    status: t.exposeInt('status', { description: 'The HTTP status that the product should answer with.' }),
    checks: t.field({
      type: [VerificationCheck],
      description:
        'Every check, in the order of the verification. Checks after the first failed one are shown too, so that you can solve all problems at once.',
      authScopes: { public: true },
      resolve: ({ checks }) => [...checks],
    }),
    rateLimit: t.expose('rateLimit', {
      type: RemainingRateLimit,
      nullable: true,
      description: 'What remains now. Null: the key has no limit.',
      authScopes: { public: true },
    }),
  }),
});

const ExplainedSecretEnum = builder.enumType('ExplainedSecret', {
  description: 'Which secret of a key the explained request sends.',
  values: {
    PRESENT: { description: 'The secret that the key has now.' },
    PREVIOUS: { description: 'The secret before the last rotation.' },
  } satisfies Record<ExplainedSecret, object>,
});

const ExplainApiKeyInput = builder.inputType('ExplainApiKeyInput', {
  description: 'A key and the request to explain.',
  fields: (t) => ({
    id: t.id({ required: true, description: '`key_…`' }),
    environment: t.field({ type: Environment, description: 'The key must be of this environment.' }),
    scopes: t.stringList({ description: 'The key must hold all of these.' }),
    ip: t.string({ description: 'The address of the product’s caller; compared with the key’s allow-list.' }),
    cost: t.int({ description: 'How much of the limits the request would consume. Default: 1.' }),
    secret: t.field({
      type: ExplainedSecretEnum,
      description: 'Which secret the request sends. Default: the present one.',
    }),
  }),
});

builder.queryField('explainApiKey', (t) =>
  t.field({
    type: ApiKeyExplanation,
    nullable: true,
    description:
      'What a verification of this key with such a request would answer now, and why. It needs no secret and consumes nothing. Null if the active organization has no such key.',
    args: {
      input: t.arg({ type: ExplainApiKeyInput, required: true, description: 'The key and the request.' }),
    },
    authScopes: { permission: explainApiKey.permission },
    resolve: (_parent, { input: { environment, ...input } }, context) =>
      explainApiKey(context, { ...input, environment: environment && environmentNames[environment] }),
  }),
);
