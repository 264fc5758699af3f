import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/errors.graphql.ts';
import { InvalidCredentials, InvalidLink, UnsuitablePassword } from './sign-in.errors.ts';

builder.objectType(InvalidCredentials, {
  name: 'InvalidCredentials',
  description: 'The email or the password is wrong. The error does not tell which.',
  interfaces: [ErrorInterface],
});

builder.objectType(UnsuitablePassword, {
  name: 'UnsuitablePassword',
  description: 'The new password is too short, too long, common or easy to guess.',
  interfaces: [ErrorInterface],
});

builder.objectType(InvalidLink, {
  name: 'InvalidLink',
  description: 'The mailed link was used, was replaced by a newer one, or has expired.',
  interfaces: [ErrorInterface],
});
