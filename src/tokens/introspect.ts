import { z } from 'zod';
import type { Services } from '../access/context.ts';
import { findActiveKey } from '../access/credentials.sql.ts';
import { environmentNames } from '../environment.ts';
import { isKeyOf } from '../key-format.ts';
import { formatId } from '../lib/ids.ts';
import { unixSeconds } from '../lib/instants.ts';
import { hashSecret } from '../lib/secrets.ts';
import { grantNames } from '../scopes/scope-catalog.ts';
import { everyGrant, intersectGrants } from '../scopes/scope-rules.ts';
import type { AccessTokenClaims } from './access-tokens.ts';

const numericDate = z.int().describe('Unix time in seconds.');

/** RFC 7662, section 2.2, with the claims that Latchkey adds to its tokens. */
export const introspectionSchema = z
  .discriminatedUnion('active', [
    z.object({ active: z.literal(false) }),
    z.object({
      active: z.literal(true),
      scope: z
        .string()
        .optional()
        .describe('Scopes with one space between them; absent when there are none.'),
      client_id: z.string().describe('The id of the key.'),
      token_type: z.literal('Bearer'),
      exp: numericDate.optional(),
      iat: numericDate.optional(),
      sub: z.string().describe('The id of the key.'),
      aud: z.string(),
      iss: z.string(),
      jti: z.string().optional(),
      org_id: z.string().describe('The id of the organization.'),
      environment: z.enum([environmentNames.TEST, environmentNames.LIVE]),
    }),
  ])
  .meta({ id: 'Introspection' });

export type Introspection = z.output<typeof introspectionSchema>;

const inactive: Introspection = { active: false };

/**
 * Describes an access token or a key's secret by the current state of the database. `of` limits the answer to one key,
 * `key_…`: tokens of other keys are inactive. Nothing of the key's rate limit is consumed.
 */
export async function introspect(
  services: Services,
  token: string,
  of: string | null,
): Promise<Introspection> {
  const { accessTokens, configuration } = services;
  const claimed = await accessTokens.check(token);
  if (claimed?.expired) return inactive;
  if (claimed === null && !isKeyOf(configuration, token)) return inactive;
  const key = await findActiveKey(services.database, claimed?.secretHash ?? hashSecret(token));
  if (key === undefined) return inactive;
  const clientId = formatId('apiKey', key.id);
  if (of !== null && of !== clientId) return inactive;
  const names = grantNames(configuration.scopes, intersectGrants(claimed?.grants ?? everyGrant, key));
  return {
    active: true,
    ...(names.length > 0 && { scope: names.join(' ') }),
    client_id: clientId,
    token_type: 'Bearer',
    sub: clientId,
    iss: accessTokens.issuer(),
    aud: accessTokens.audience(),
    ...timesOf(claimed?.claims ?? null, key.expiresAt),
    org_id: formatId('organization', key.organizationId),
    environment: environmentNames[key.environment],
  };
}

/** A secret has no claims. It ends only if its key does. */
function timesOf(claims: AccessTokenClaims | null, expiresAt: Date | null) {
  const ends = expiresAt === null ? [] : [unixSeconds(expiresAt)];
  if (claims === null) return ends.length > 0 ? { exp: Math.min(...ends) } : {};
  const { iat, jti, exp } = claims;
  return { exp: Math.min(exp, ...ends), iat, jti };
}
