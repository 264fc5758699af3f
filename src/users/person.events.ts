import { z } from 'zod';
import type { EventType } from '../events.ts';

const ofPerson = z.object({ person: z.object({ id: z.string() }) });

/** The data of each type of event about people. Names, emails and addresses are personal data (log/). */
export const personEventData = {
  SESSION_STARTED: ofPerson,
  SESSION_REFUSED: z.object({
    reason: z.enum(['INVALID_CREDENTIALS', 'RATE_LIMITED']),
    person: z.object({ id: z.string() }).nullable().describe('Null: no account has the email.'),
  }),
  SESSION_ENDED: ofPerson.extend({ count: z.int().describe('How many sessions ended.') }),
  PERSON_UPDATED: ofPerson,
  PERSON_PASSWORD_CHANGED: ofPerson,
  PERSON_PASSWORD_RESET_REQUESTED: z.object({ person: z.object({ id: z.string() }).nullable() }),
  PERSON_ERASED: z.object({
    person: z.object({ id: z.string() }).nullable().describe('Null: no account has the email.'),
    events: z.int().describe('How many events had data about the person.'),
  }),
} satisfies Partial<Record<EventType, z.ZodType>>;
