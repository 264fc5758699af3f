import { z } from 'zod';
import { normalizeEmail } from '../lib/email.ts';
import { lineOfText } from '../lib/text.ts';

const maxEmailLength = 320;

/** Whether it is anybody's shows later; here it must only be something that can be looked for. */
const email = lineOfText(maxEmailLength)
  .transform(normalizeEmail)
  // Small letters can take more room: \u0130 has a dot of its own.
  .refine((text) => text.length <= maxEmailLength, `expected at most ${maxEmailLength} characters`);

/** Far above what a password can have; what is longer is not worth hashing. */
const password = z.string().max(1024, 'expected at most 1024 characters');

const token = z.string().max(200, 'expected at most 200 characters');

export const signInInput = z.strictObject({ email, password });

export const revokeSessionInput = z.strictObject({ id: z.string() });

export const updateViewerInput = z.strictObject({ name: lineOfText(100) });

export const changePasswordInput = z.strictObject({ currentPassword: password, newPassword: password });

export const requestPasswordResetInput = z.strictObject({ email });

export const resetPasswordInput = z.strictObject({ token, newPassword: password });
