import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { environmentNames } from '../environment.ts';
import { isAddressAllowed } from '../lib/address-ranges.ts';
import type { RemainingRateLimit } from '../rate-limits/remaining-rate-limit.ts';
import { checkRequestedScopes } from '../scopes/scope-catalog.ts';
import { missingScopes } from '../scopes/scope-rules.ts';
import { type VerificationCode, verificationCodes } from '../verification-results.ts';
import type { StoredSecret } from './explanation.sql.ts';
import type { ExplainedSecret } from './explanation.ts';
import type { CheckedRequest } from './verification-types.ts';

export const checkOutcomes = ['PASSED', 'FAILED', 'SKIPPED'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** The codes that a verification of an existing key can be refused with. Each has a check. */
export type CheckCode = Exclude<VerificationCode, 'NOT_FOUND' | 'VALID'>;

export const checkCodes = verificationCodes.filter(
  (code): code is CheckCode => code !== 'NOT_FOUND' && code !== 'VALID',
);

export type ExplainedCheck = {
  /** The answer's code if this is the first check that fails. */
  readonly code: CheckCode;
  /** SKIPPED: there is nothing to check. */
  readonly outcome: CheckOutcome;
  /** One or two sentences. */
  readonly detail: string;
};

/** What the sentences are made of. */
type Explained = {
  readonly configuration: ProductConfiguration;
  readonly key: ApiKeyRow;
  readonly secret: StoredSecret;
  readonly asked: ExplainedSecret;
  readonly conditions: Omit<CheckedRequest, 'key' | 'userAgent'>;
  readonly failed: ReadonlySet<VerificationCode>;
  readonly rateLimit: RemainingRateLimit | null;
};

/** The sentences about a check. `skipped` is null if there is something to check. */
type Sentences = {
  readonly skipped?: string | null;
  readonly passed: string;
  readonly failed: string;
};

/** Describes every check in the order of the verification. `failed` decides; the words only tell why. */
export function explainedChecks(explained: Explained): ExplainedCheck[] {
  return checkCodes.map((code) => {
    const { skipped = null, passed, failed } = sentencesOf[code](explained);
    if (explained.failed.has(code)) return { code, outcome: 'FAILED', detail: failed };
    if (skipped !== null) return { code, outcome: 'SKIPPED', detail: skipped };
    return { code, outcome: 'PASSED', detail: passed };
  });
}

const sentencesOf: Readonly<Record<CheckCode, (explained: Explained) => Sentences>> = {
  MALFORMED: ({ key: { keyPrefix }, configuration, asked }) => ({
    skipped:
      asked === 'PRESENT'
        ? null
        : 'The form of a former secret is not stored. A secret with a prefix that the product no longer accepts is malformed.',
    passed: 'The secret has the form of a key of this product.',
    failed: `The secret begins with "${keyPrefix}_", and the product no longer accepts this prefix. Rotate the key, or add the prefix to \`formerKeyPrefixes\`. Now the product uses "${configuration.keyPrefix}_".`,
  }),
  REVOKED: ({ key }) => ({
    passed: 'The key is not revoked.',
    failed: `The key was revoked${at(key.revokedAt)}. This is permanent.`,
  }),
  SUSPENDED: ({ key }) => ({
    passed: 'The key is not suspended.',
    failed: `The key was suspended${at(key.suspendedAt)}. It can be resumed.`,
  }),
  EXPIRED: ({ key, secret }) => {
    const ofKey = { ends: key.expiresAt, name: 'key' };
    const ofSecret = { ends: secret.expiresAt, name: 'former secret' };
    const { ends, name } = endsFirst(ofKey, ofSecret);
    return {
      passed: ends === null ? 'The key never expires.' : `The ${name} expires${at(ends)}.`,
      failed: `The ${name} expired${at(ends)}.`,
    };
  },
  WRONG_ENVIRONMENT: ({ key, conditions: { environment } }) => {
    const own = environmentNames[key.environment];
    return {
      skipped: environment == null ? `The request requires no environment. The key is a ${own} key.` : null,
      passed: `The key is a ${own} key, as the request requires.`,
      failed: `The key is a ${own} key, and the request requires ${environment}.`,
    };
  },
  INSUFFICIENT_SCOPES: scopeSentences,
  IP_NOT_ALLOWED: addressSentences,
  RATE_LIMITED: limitSentences,
};

function scopeSentences({ configuration, key, conditions: { scopes } }: Explained): Sentences {
  const required = scopes ?? [];
  const missing = missingScopes(key, required);
  const checked = checkRequestedScopes(configuration.scopes, missing);
  const unknown = checked.ok ? [] : checked.unknown;
  const hints = unknown.map(({ scope, nearest }) =>
    nearest === null
      ? ` The product has no scope ${scope}.`
      : ` The product has no scope ${scope}; perhaps ${nearest} is meant.`,
  );
  return {
    skipped: required.length === 0 ? 'The request requires no scopes.' : null,
    passed: `The key holds every required scope: ${required.join(', ')}.`,
    failed: `The key lacks ${missing.join(', ')}.${hints.join('')}`,
  };
}

function addressSentences({ key: { ipAllowlist }, conditions: { ip } }: Explained): Sentences {
  const ranges = ipAllowlist.join(', ');
  const allowing = ipAllowlist.find((range) => isAddressAllowed(ip ?? null, [range]));
  return {
    skipped: ipAllowlist.length === 0 ? 'The key can be used from every address.' : null,
    passed: `The address ${ip} is in ${allowing}, which the key allows.`,
    failed:
      ip == null
        ? `The request has no valid address, and the key can be used only from ${ranges}.`
        : `The address ${ip} is not in ${ranges}.`,
  };
}

function limitSentences({ rateLimit, conditions: { cost } }: Explained): Sentences {
  const left = (rateLimit?.windows ?? [])
    .map(
      ({ window, limit, remaining, reset }) =>
        `${remaining} of ${limit} are left in this ${window}, which ends${at(new Date(reset * 1000))}`,
    )
    .join('; ');
  const skipped = cost === 0 ? `The request consumes nothing. ${left}.` : null;
  return {
    skipped: rateLimit === null ? 'The key has no limit.' : skipped,
    passed: `The request consumes ${cost}. ${left}.`,
    failed: `The request consumes ${cost}, which is more than is left. ${left}.`,
  };
}

type Ending = { readonly ends: Date | null; readonly name: string };

/** Returns the one that ends first. Of two that end together it returns the key. */
function endsFirst(key: Ending, secret: Ending): Ending {
  if (secret.ends === null) return key;
  return key.ends === null || secret.ends < key.ends ? secret : key;
}

function at(instant: Date | null): string {
  return instant === null ? '' : ` at ${instant.toISOString()}`;
}
