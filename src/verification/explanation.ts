import { z } from 'zod';
import { query } from '../access/operation.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import { readApiKey } from '../api-keys/api-keys.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { badInput } from '../errors.ts';
import { parseInput } from '../input.ts';
import { type RemainingRateLimit, rateLimitOf } from '../rate-limits/remaining-rate-limit.ts';
import { type VerificationCode, verificationResults } from '../verification-results.ts';
import { type ExplainedCheck, explainedChecks } from './explained-checks.ts';
import {
  type ExplainedRow,
  explainEntry,
  findSecrets,
  inReadOnlySnapshot,
  type StoredSecret,
} from './explanation.sql.ts';
import { verificationRequestSchema } from './verification-types.ts';

export const explainedSecrets = ['PRESENT', 'PREVIOUS'] as const;
/** Which secret of a key the explained request sends. */
export type ExplainedSecret = (typeof explainedSecrets)[number];

const { environment, scopes, ip, cost } = verificationRequestSchema.shape;

/** A verification request without the secret. */
export const explanationConditions = { environment, scopes, ip, cost };

const explanationInput = z.strictObject({
  id: z.string(),
  ...explanationConditions,
  secret: z
    .enum(explainedSecrets)
    .nullish()
    .transform((secret) => secret ?? 'PRESENT'),
});

/** What a verification would answer now, and why. */
export type Explanation = {
  readonly apiKey: ApiKeyRow;
  readonly code: Exclude<VerificationCode, 'NOT_FOUND'>;
  readonly status: number;
  /** Every check in its order. The code is that of the first one that fails. */
  readonly checks: readonly ExplainedCheck[];
  /** What is left now. Null: the key has no limit. */
  readonly rateLimit: RemainingRateLimit | null;
};

/**
 * Explains what a verification of this key would answer. It needs no secret and consumes nothing. Returns null if the
 * caller cannot see the key. All of it is read in one snapshot, so that the reasons belong to the result.
 */
export const explainApiKey = query(
  'READ_API_KEYS',
  async (context, given: unknown): Promise<Explanation | null> => {
    const { configuration } = context;
    const { id, secret: asked, ...conditions } = parseInput(explanationInput, given);
    return inReadOnlySnapshot(context.database, async (transaction) => {
      const key = await readApiKey({ ...context, database: transaction }, id);
      if (key === null) return null;
      const secret = requireSecret(await findSecrets(transaction, key.id), asked);
      const row = await explainEntry(transaction, configuration, {
        callerToken: null,
        keyHash: secret.tokenHash.toString('hex'),
        request: { key: '', ...conditions },
        tokenRefusal: null,
      });
      const failed = new Set<VerificationCode>(row.failed);
      if (asked === 'PRESENT' && !isPrefixAccepted(configuration, key)) failed.add('MALFORMED');
      const rateLimit = rateLimitNow(row);
      const code = failed.has('MALFORMED') ? 'MALFORMED' : row.code;
      return {
        apiKey: key,
        code,
        status: verificationResults[code].status,
        checks: explainedChecks({ configuration, key, secret, asked, conditions, failed, rateLimit }),
        rateLimit,
      };
    });
  },
);

function requireSecret(
  { present, previous }: Awaited<ReturnType<typeof findSecrets>>,
  asked: ExplainedSecret,
): StoredSecret {
  const secret = asked === 'PRESENT' ? present : previous;
  if (secret !== undefined) return secret;
  if (asked === 'PRESENT') throw new Error('A key has no secret');
  throw badInput([
    {
      field: 'input.secret',
      problem: 'names the previous secret, but the key has none: it was never rotated, or that was long ago',
    },
  ]);
}

/** Only the form of a secret decides about MALFORMED, and only its prefix can become wrong later. */
function isPrefixAccepted(
  { keyPrefix, formerKeyPrefixes }: ProductConfiguration,
  { keyPrefix: used }: ApiKeyRow,
): boolean {
  return used === null || used === keyPrefix || formerKeyPrefixes.includes(used);
}

function rateLimitNow(row: ExplainedRow): RemainingRateLimit | null {
  const { minute, hour } = row;
  if (minute === null || hour === null) return null;
  return rateLimitOf(
    { limit: row.limit_per_minute, used: row.minute_used ?? 0, number: minute },
    { limit: row.limit_per_hour, used: row.hour_used ?? 0, number: hour },
  );
}
