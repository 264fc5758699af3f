import { builder } from '../graphql/builder.ts';
import { rotateSigningKeys } from './operator.ts';
import type { SigningKey as SigningKeyShape } from './signing-keys.ts';

export const SigningKey = builder.objectRef<SigningKeyShape>('SigningKey').implement({
  description: 'The public part of a key that signs access tokens.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The `kid` in tokens and in `/.well-known/jwks.json`.' }),
    algorithm: t.exposeString('algorithm', { description: '`ES256` or `RS256`.' }),
    signsFrom: t.expose('signsFrom', { type: 'DateTime', description: 'When it begins to sign.' }),
    servedUntil: t.expose('servedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When its publication ends. Null until another key follows it.',
    }),
  }),
});

const RotateSigningKeysInput = builder.inputType('RotateSigningKeysInput', {
  description: 'The reason for a new signing key.',
  fields: (t) => ({
    compromised: t.boolean({
      description:
        'True if somebody else may have the present keys. The new key then replaces them at once, and all tokens that were signed before are void: on this node at once, on other nodes within 10 seconds. False (the default): the new key is published now and signs in an hour.',
    }),
  }),
});

const RotateSigningKeysPayload = builder
  .objectRef<{ signingKeys: readonly SigningKeyShape[] }>('RotateSigningKeysPayload')
  .implement({
    description: 'The signing keys after a rotation.',
    fields: (t) => ({
      signingKeys: t.field({
        type: [SigningKey],
        description: 'All published keys, in the order in which they sign.',
        authScopes: { public: true },
        resolve: ({ signingKeys }) => [...signingKeys],
      }),
    }),
  });

builder.mutationField('rotateSigningKeys', (t) =>
  t.field({
    type: RotateSigningKeysPayload,
    description: 'Creates a new signing key for access tokens. Latchkey also does this itself every 90 days.',
    args: { input: t.arg({ type: RotateSigningKeysInput, required: true, description: 'The reason.' }) },
    authScopes: { permission: rotateSigningKeys.permission },
    resolve: (_parent, { input }, context) => rotateSigningKeys(context, input),
  }),
);
