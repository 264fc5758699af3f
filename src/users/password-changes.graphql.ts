import { builder } from '../graphql/builder.ts';
import { passwordOperation } from '../graphql/password-operations.ts';
import { changePassword, requestPasswordReset, resetPassword } from './password-changes.ts';
import './sign-in.errors.graphql.ts';
import { InvalidCredentials, InvalidLink, UnsuitablePassword } from './sign-in.errors.ts';
import { Viewer } from './viewer.graphql.ts';
import type { Viewer as ViewerShape } from './viewer.ts';

const newPasswordDescription = 'At least 10 characters and at most 256 bytes; common ones are refused.';

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The old password and the new one.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The one until now.' }),
    newPassword: t.string({ required: true, description: newPasswordDescription }),
  }),
});

const ChangePasswordPayload = builder.objectRef<{ viewer: ViewerShape }>('ChangePasswordPayload').implement({
  description: 'The person with the new password.',
  fields: (t) => ({
    viewer: t.expose('viewer', {
      type: Viewer,
      description: 'Who is signed in.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('changePassword', (t) =>
  t.field({
    type: ChangePasswordPayload,
    extensions: passwordOperation,
    description: 'Changes one’s own password, ends all other sessions, and tells by mail.',
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'Old and new.' }) },
    authScopes: { signedIn: true },
    errors: { types: [InvalidCredentials, UnsuitablePassword] },
    resolve: (_parent, { input }, context) => changePassword(context, input),
  }),
);

const RequestPasswordResetInput = builder.inputType('RequestPasswordResetInput', {
  description: 'Who wants a link.',
  fields: (t) => ({ email: t.string({ required: true, description: 'The email of the account.' }) }),
});

const RequestPasswordResetPayload = builder
  .objectRef<{ accepted: boolean }>('RequestPasswordResetPayload')
  .implement({
    description: 'A mail is sent if there is such an account.',
    fields: (t) => ({
      accepted: t.exposeBoolean('accepted', { description: 'Always true, whether or not there is one.' }),
    }),
  });

builder.mutationField('requestPasswordReset', (t) =>
  t.field({
    type: RequestPasswordResetPayload,
    description:
      'Mails a link that sets a new password within an hour, once. A newer link makes older ones void. Whether the email has an account is not told.',
    args: {
      input: t.arg({ type: RequestPasswordResetInput, required: true, description: 'Who wants a link.' }),
    },
    authScopes: { public: true },
    resolve: async (_parent, { input }, context) => {
      await requestPasswordReset(context, input);
      return { accepted: true };
    },
  }),
);

const ResetPasswordInput = builder.inputType('ResetPasswordInput', {
  description: 'The mailed token and the new password.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'What stands behind `#token=` in the mailed link.' }),
    newPassword: t.string({ required: true, description: newPasswordDescription }),
  }),
});

const ResetPasswordPayload = builder.objectRef<{ email: string }>('ResetPasswordPayload').implement({
  description: 'The account whose password was set. Sign in with it next.',
  fields: (t) => ({ email: t.exposeString('email', { description: 'The email of the account.' }) }),
});

builder.mutationField('resetPassword', (t) =>
  t.field({
    type: ResetPasswordPayload,
    extensions: passwordOperation,
    description: 'Sets a new password by a mailed link, once, and ends all sessions of the account.',
    args: { input: t.arg({ type: ResetPasswordInput, required: true, description: 'Link and password.' }) },
    authScopes: { public: true },
    errors: { types: [InvalidLink, UnsuitablePassword] },
    resolve: (_parent, { input }, context) => resetPassword(context, input),
  }),
);
