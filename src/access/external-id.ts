import { z } from 'zod';
import { outcome, outcomeField } from '../outcomes.ts';

const maxExternalIdLength = 255;

/** The product's own id for an organization or a member. It is kept as it is given. */
export const externalId = z
  .string()
  .min(1, 'expected at least 1 character')
  .max(maxExternalIdLength, `expected at most ${maxExternalIdLength} characters`)
  .regex(/^[\x20-\x7e]*$/, 'expected printable ASCII characters alone, which an HTTP header can carry')
  .refine((text) => text === text.trim(), 'expected no space at the start or the end');

export class ExternalIdTaken extends outcome({
  code: 'EXTERNAL_ID_TAKEN',
  description: 'Another organization, or another member of the organization, has this external id.',
  fields: { externalId: outcomeField<string>('String', 'The external id that is taken.') },
}) {
  constructor(taken: string) {
    super(`The external id ${taken} is taken.`, { externalId: taken });
  }
}

/** Of concurrent requests with one external id, the database lets one pass. */
const constraints: readonly unknown[] = ['organizations_external_id_key', 'members_external_id_key'];

/** Runs what stores the external id. Throws ExternalIdTaken if another one has it. */
export async function storeExternalId<Result>(
  id: string | null | undefined,
  store: () => Promise<Result>,
): Promise<Result> {
  try {
    return await store();
  } catch (error) {
    const isTaken = error instanceof Error && 'constraint' in error && constraints.includes(error.constraint);
    if (isTaken && id != null) throw new ExternalIdTaken(id);
    throw error;
  }
}
