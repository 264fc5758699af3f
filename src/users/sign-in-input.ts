import { z } from 'zod';
import { normalizeEmail } from '../lib/email.ts';
import { lineOfText } from '../lib/text.ts';

const maxEmailLength = 320;

/** Only checks that the text can be searched for. Whether an account has it is checked later. */
const email = lineOfText(maxEmailLength)
  .transform(normalizeEmail)
  // Lower case can be longer: U+0130 becomes two characters.
  .refine((text) => text.length <= maxEmailLength, `expected at most ${maxEmailLength} characters`);

/** Much longer than a password may be. Anything longer is not worth hashing. */
const password = z.string().max(1024, 'expected at most 1024 characters');

const token = z.string().max(200, 'expected at most 200 characters');

export const signInInput = z.strictObject({ email, password });

export const noInput = z.strictObject({});

export const revokeSessionInput = z.strictObject({ id: z.string() });

export const updateViewerInput = z.strictObject({ name: lineOfText(100) });

export const changePasswordInput = z.strictObject({ currentPassword: password, newPassword: password });

export const requestPasswordResetInput = z.strictObject({ email });

export const resetPasswordInput = z.strictObject({ token, newPassword: password });
