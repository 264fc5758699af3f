import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { passwordOperation } from '../graphql/password-operations.ts';
import { formatId } from '../lib/ids.ts';
import { revokeOtherSessions, revokeSession, type SignedIn, signOut } from './sessions.ts';
import { InvalidCredentials } from './sign-in.errors.ts';
import { signIn } from './sign-in.ts';
import { Viewer } from './viewer.graphql.ts';

const SignInInput = builder.inputType('SignInInput', {
  description: 'The email and the password.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Upper and lower case are the same.' }),
    password: t.string({ required: true, description: 'The password.' }),
  }),
});

const SignInPayload = builder.objectRef<SignedIn>('SignInPayload').implement({
  description: 'A new session. A browser also gets it as a cookie and needs to do nothing.',
  fields: (t) => ({
    sessionToken: t.exposeString('sessionToken', {
      description: 'For programs: send it as `Authorization: Bearer …`. It is shown only here.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the session expires.' }),
    viewer: t.expose('viewer', {
      type: Viewer,
      description: 'The person who is signed in now.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('signIn', (t) =>
  t.field({
    type: SignInPayload,
    extensions: passwordOperation,
    description:
      'Starts a session. Repeated failures are slowed down by account and by address: RATE_LIMITED then tells how long to wait.',
    args: { input: t.arg({ type: SignInInput, required: true, description: 'The email and the password.' }) },
    authScopes: { public: true },
    errors: outcomes(InvalidCredentials),
    resolve: async (_parent, { input }, context) => {
      const signedIn = await signIn(context, input);
      context.sessionCookie.set(signedIn.sessionToken, signedIn.expiresAt);
      return signedIn;
    },
  }),
);

const SignOutPayload = builder.objectRef<{ signedOut: boolean }>('SignOutPayload').implement({
  description: 'The session has ended.',
  fields: (t) => ({ signedOut: t.exposeBoolean('signedOut', { description: 'Always true.' }) }),
});

builder.mutationField('signOut', (t) =>
  t.field({
    type: SignOutPayload,
    description: 'Ends the session of this request and clears its cookie.',
    authScopes: { signedIn: true },
    resolve: async (_parent, _args, context) => {
      await signOut(context, {});
      context.sessionCookie.clear();
      return { signedOut: true };
    },
  }),
);

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'The session to end.',
  fields: (t) => ({ id: t.id({ required: true, description: '`ses_…`, a session of the caller.' }) }),
});

const RevokeSessionPayload = builder.objectRef<{ sessionUuid: string }>('RevokeSessionPayload').implement({
  description: 'The ended session.',
  fields: (t) => ({
    revokedSessionId: t.id({
      description: '`ses_…`',
      resolve: ({ sessionUuid }) => formatId('session', sessionUuid),
    }),
  }),
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: RevokeSessionPayload,
    description: 'Ends one of the caller’s own sessions, at once.',
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session.' }) },
    authScopes: { signedIn: true },
    resolve: async (_parent, { input }, context) => {
      const revoked = await revokeSession(context, input);
      if (revoked.wasCurrent) context.sessionCookie.clear();
      return revoked;
    },
  }),
);

const RevokeOtherSessionsPayload = builder
  .objectRef<{ revokedCount: number }>('RevokeOtherSessionsPayload')
  .implement({
    description: 'The ended sessions.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'The number of ended sessions.' }),
    }),
  });

builder.mutationField('revokeOtherSessions', (t) =>
  t.field({
    type: RevokeOtherSessionsPayload,
    description: 'Ends all of the caller’s own sessions except the one of this request.',
    authScopes: { signedIn: true },
    resolve: (_parent, _args, context) => revokeOtherSessions(context, {}),
  }),
);
