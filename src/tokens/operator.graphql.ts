import { builder } from '../graphql/builder.ts';
import { rotateSigningKeys } from './operator.ts';
import type { SigningKey as SigningKeyShape } from './signing-keys.ts';

export const SigningKey = builder.objectRef<SigningKeyShape>('SigningKey').implement({
  description: 'A key that signs access tokens, as far as it is public.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The `kid` in tokens and in `/.well-known/jwks.json`.' }),
    algorithm: t.exposeString('algorithm', { description: '`ES256` or `RS256`.' }),
    signsFrom: t.expose('signsFrom', { type: 'DateTime', description: 'When it begins to sign.' }),
    servedUntil: t.expose('servedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it is published, once another one follows it.',
    }),
  }),
});

const RotateSigningKeysInput = builder.inputType('RotateSigningKeysInput', {
  description: 'Why there is to be a new signing key.',
  fields: (t) => ({
    compromised: t.boolean({
      description:
        'Whether somebody else may have the present ones. Then the new one takes their place at once, and every token that was signed before is void: on this node at once, on the others within 10 seconds. Default false: it is published now and signs in an hour.',
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
        description: 'All that are published, in the order in which they sign.',
        authScopes: { public: true },
        resolve: ({ signingKeys }) => [...signingKeys],
      }),
    }),
  });

builder.mutationField('rotateSigningKeys', (t) =>
  t.field({
    type: RotateSigningKeysPayload,
    description: 'Makes a new key for signing access tokens. It also happens by itself, every 90 days.',
    args: { input: t.arg({ type: RotateSigningKeysInput, required: true, description: 'Why.' }) },
    authScopes: { permission: rotateSigningKeys.permission },
    resolve: (_parent, { input }, context) => rotateSigningKeys(context, input),
  }),
);
