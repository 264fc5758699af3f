import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { Refusal } from '../errors.ts';
import { isEmailAddress, normalizeEmail } from '../lib/email.ts';
import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findPersonByEmail } from './credentials.sql.ts';
import { IssuerFault, keysFor } from './issuer-keys.ts';
import { memberActor } from './member-actor.ts';

type Issuer = NonNullable<ProductConfiguration['oidc']>;

/**
 * A token without a verified email maps to no account, because the email could belong to anybody. Some issuers, such
 * as Amazon Cognito and Apple, write the claim as a text.
 */
const claimsSchema = z.object({
  email: z
    .string('email: expected an email address')
    .refine(isEmailAddress, 'email: expected an email address'),
  email_verified: z.union([z.literal(true), z.literal('true')], 'email_verified: expected true'),
});

/** Authenticates a JWT of the company's own OIDC issuer, which replaces a session. */
export function authenticateIssuerToken(services: Services, presented: Presented) {
  const { oidc } = services.configuration;
  if (oidc === null || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(presented.token)) return undefined;
  return actorOfToken(services, oidc, presented);
}

async function actorOfToken(services: Services, issuer: Issuer, presented: Presented): Promise<Actor | null> {
  const email = await verifiedEmail(services, issuer, presented.token);
  if (email === null) return null;
  const rows = await findPersonByEmail(services.database, email, presented.organizationId);
  const user = rows[0];
  if (user === undefined) return refused(services, issuer, 'no account has its email');
  return memberActor(services.configuration, presented.organizationId, {
    userId: user.userId,
    sessionId: null,
    memberships: rows,
  });
}

async function verifiedEmail(services: Services, issuer: Issuer, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, keysFor(issuer), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: [...issuer.algorithms],
      requiredClaims: ['exp'],
      currentDate: services.clock.now(),
      clockTolerance: 5,
    });
    const claims = claimsSchema.safeParse(payload);
    if (claims.success) return normalizeEmail(claims.data.email);
    return refused(services, issuer, claims.error.issues.map(({ message }) => message).join('; '));
  } catch (error) {
    if (error instanceof IssuerFault) {
      services.log.warn({ err: error, issuer: issuer.issuer }, 'The keys of the OIDC issuer cannot be read');
      throw new Refusal('SERVICE_UNAVAILABLE', 'The sign-in service cannot be reached.', {
        retryAfterSeconds: 5,
      });
    }
    if (error instanceof errors.JOSEError) return refused(services, issuer, reasonOf(error));
    throw error;
  }
}

/**
 * The caller does not learn the reason. The operator, who configured the issuer, does. The log contains nothing of the
 * token.
 */
function refused({ log }: Services, { issuer, audience }: Issuer, reason: string): null {
  log.warn({ issuer, audience, reason }, 'A token was refused as one of the OIDC issuer');
  return null;
}

/** jose's messages contain names of claims, but no values. */
function reasonOf(error: errors.JOSEError): string {
  return `${error.message} (${error.code})`;
}
