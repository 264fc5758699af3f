import type { RequestContext, Services } from '../access/context.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { findOrganization } from '../organizations/organizations.sql.ts';
import { planRateLimit, type RateLimit } from '../organizations/plan-rules.ts';
import { findLastRotations, type Rotation } from './api-key-secrets.sql.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { effectiveRateLimit } from './rate-limit-rules.ts';

/** What a key shows that is not in its row. */
export type ApiKeyFacts = { readonly rateLimit: RateLimit; readonly lastRotation: Rotation | null };

type Reading = Pick<Services, 'database' | 'configuration'>;

const readAhead = new WeakMap<ApiKeyRow, ApiKeyFacts>();

/**
 * Makes a key's new secret and reads in the same transaction what the key shows. Were that read after
 * the commit, and failed, GraphQL would drop the whole answer, and with it a secret that exists nowhere
 * else.
 */
export function withFacts<Result extends { readonly apiKey: ApiKeyRow }>(
  context: RequestContext,
  make: (context: RequestContext) => Promise<Result>,
): Promise<Result> {
  return inTransaction(context.database, async (database) => {
    const within = { ...context, database };
    const result = await make(within);
    const [rateLimit] = await loadRateLimits(within, [result.apiKey]);
    const [lastRotation = null] = await loadLastRotations(within, [result.apiKey]);
    if (rateLimit !== undefined) readAhead.set(result.apiKey, { rateLimit, lastRotation });
    return result;
  });
}

/** What applies to each of these keys, in their order. */
export async function rateLimitsOf(reading: Reading, keys: readonly ApiKeyRow[]): Promise<RateLimit[]> {
  return known(keys)?.map(({ rateLimit }) => rateLimit) ?? loadRateLimits(reading, keys);
}

/** The last rotation of each of these keys, in their order. */
export async function lastRotationsOf(
  reading: Reading,
  keys: readonly ApiKeyRow[],
): Promise<(Rotation | null)[]> {
  return known(keys)?.map(({ lastRotation }) => lastRotation) ?? loadLastRotations(reading, keys);
}

/** Undefined: not of all of them. */
function known(keys: readonly ApiKeyRow[]): ApiKeyFacts[] | undefined {
  const facts = keys.map((key) => readAhead.get(key)).filter((each) => each !== undefined);
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
