import { builder } from '../graphql/builder.ts';
import { outcomes } from '../graphql/outcomes.graphql.ts';
import { passwordOperation } from '../graphql/password-operations.ts';
import { changePassword, requestPasswordReset, resetPassword } from './password-changes.ts';
import { InvalidCredentials, InvalidLink, UnsuitablePassword } from './sign-in.errors.ts';
import { Viewer } from './viewer.graphql.ts';
import type { Viewer as ViewerShape } from './viewer.ts';

const newPasswordDescription = 'At least 10 characters and at most 256 bytes. Common passwords are refused.';

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The old password and the new one.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The present password.' }),
    newPassword: t.string({ required: true, description: newPasswordDescription }),
  }),
});

const ChangePasswordPayload = builder.objectRef<{ viewer: ViewerShape }>('ChangePasswordPayload').implement({
  description: 'The person with the new password.',
  fields: (t) => ({
    viewer: t.expose('viewer', {
      type: Viewer,
      description: 'The person who is signed in.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('changePassword', (t) =>
  t.field({
    type: ChangePasswordPayload,
    extensions: passwordOperation,
    description:
      'Changes the caller’s own password, ends all their other sessions, and informs them by mail.',
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'Old and new.' }) },
    authScopes: { signedIn: true },
    errors: outcomes(InvalidCredentials, UnsuitablePassword),
    resolve: (_parent, { input }, context) => changePassword(context, input),
  }),
);

const RequestPasswordResetInput = builder.inputType('RequestPasswordResetInput', {
  description: 'The account that needs a link.',
  fields: (t) => ({ email: t.string({ required: true, description: 'The email of the account.' }) }),
});

const RequestPasswordResetPayload = builder
  .objectRef<{ accepted: boolean }>('RequestPasswordResetPayload')
  .implement({
    description: 'If the account exists, a mail is sent.',
    fields: (t) => ({
      accepted: t.exposeBoolean('accepted', {
        description: 'Always true, whether or not the account exists.',
      }),
    }),
  });

builder.mutationField('requestPasswordReset', (t) =>
  t.field({
    type: RequestPasswordResetPayload,
    description:
      'Mails a link that sets a new password. The link works once, within an hour. A newer link replaces older ones. The answer does not show whether the account exists.',
    args: {
      input: t.arg({
        type: RequestPasswordResetInput,
        required: true,
        description: 'The account that needs a link.',
      }),
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
    token: t.string({ required: true, description: 'The text after `#token=` in the mailed link.' }),
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
    description: 'Sets a new password with a mailed link, once, and ends all sessions of the account.',
    args: { input: t.arg({ type: ResetPasswordInput, required: true, description: 'Link and password.' }) },
    authScopes: { public: true },
    errors: outcomes(InvalidLink, UnsuitablePassword),
    resolve: (_parent, { input }, context) => resetPassword(context, input),
  }),
);
