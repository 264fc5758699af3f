import type { RequestContext, Services } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { findOrganization } from '../organizations/organizations.sql.ts';
import { planRateLimit, type RateLimit } from '../organizations/plan-rules.ts';
import { findLastRotations, type Rotation } from './api-key-secrets.sql.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { effectiveRateLimit } from './rate-limit-rules.ts';

/** What a key shows that is not in its row. */
export type ApiKeyFacts = { readonly rateLimit: RateLimit; readonly lastRotation: Rotation | null };

/** A key; one with a new secret comes with its facts. */
export type KeyWithFacts = ApiKeyRow & { readonly facts?: ApiKeyFacts | undefined };

type Reading = Pick<Services, 'database' | 'configuration'>;

/**
 * Makes a key's new secret and reads in the same transaction what the key shows. Were that read after
 * the commit, and failed, GraphQL would drop the whole answer, and with it a secret that exists nowhere
 * else.
 */
export function withFacts(
  context: RequestContext,
  make: (context: RequestContext) => Promise<{ apiKey: ApiKeyRow; secret: string }>,
): Promise<{ apiKey: KeyWithFacts; secret: string }> {
  return inTransaction(context.database, async (database) => {
    const within = { ...context, database };
    const { apiKey, secret } = await make(within);
    const [rateLimit] = await loadRateLimits(within, [apiKey]);
    const [lastRotation = null] = await loadLastRotations(within, [apiKey]);
    return { apiKey: { ...apiKey, facts: rateLimit && { rateLimit, lastRotation } }, secret };
  });
}

/** What applies to each of these keys, in their order. */
export async function rateLimitsOf(reading: Reading, keys: readonly KeyWithFacts[]): Promise<RateLimit[]> {
  return factsOf(keys)?.map(({ rateLimit }) => rateLimit) ?? loadRateLimits(reading, keys);
}

/** The last rotation of each of these keys, in their order. */
export async function lastRotationsOf(
  reading: Reading,
  keys: readonly KeyWithFacts[],
): Promise<(Rotation | null)[]> {
  return factsOf(keys)?.map(({ lastRotation }) => lastRotation) ?? loadLastRotations(reading, keys);
}

/** Undefined: not of all of them. */
function factsOf(keys: readonly KeyWithFacts[]): ApiKeyFacts[] | undefined {
  const facts = keys.map((key) => key.facts).filter((each) => each !== undefined);
  return facts.length === keys.length ? facts : undefined;
}

async function loadRateLimits(
  { database, configuration }: Reading,
  keys: readonly ApiKeyRow[],
): Promise<RateLimit[]> {
  const organizations = await Promise.all(
    keys.map(({ organizationId }) => findOrganization(database, organizationId)),
  );
  return keys.map((key, index) => {
    const organization = organizations[index];
    if (organization === undefined) throw new Error(`The key ${key.id} has no organization`);
    return effectiveRateLimit(planRateLimit(configuration, organization), key);
  });
}

async function loadLastRotations(
  { database }: Reading,
  keys: readonly ApiKeyRow[],
): Promise<(Rotation | null)[]> {
  const rotations = await findLastRotations(database, keys);
  return keys.map(({ id }) => rotations.get(id) ?? null);
}
