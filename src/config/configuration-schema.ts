import { z } from 'zod';
import { idPrefixes } from '../lib/ids.ts';
import { nearestMatch } from '../lib/nearest-match.ts';
import { maxRequestLimit } from '../request-limit.ts';
import { reservedResource } from '../scopes/scope-rules.ts';
import {
  configurableRoles,
  exposedKeyPolicies,
  liveKeyRequirements,
  oidcAlgorithms,
  tokenAlgorithms,
} from './product-configuration.ts';

/**
 * Every message completes the sentence "expected …". resolve-configuration.ts puts the path before it and the found
 * value after it.
 */

const maxLifetimeDays = 36_500;
const maxRetentionMonths = 1200;
// A verifier that checks tokens offline accepts one until it expires, even if the key is revoked before.
const tokenLifetimes = { minSeconds: 60, maxSeconds: 86_400 };

const namePattern = /^[a-z][a-z0-9_-]{0,62}$/;
const nameExpected = 'a name of lowercase letters, digits, "-" and "_" that starts with a letter';
const name = z.string(nameExpected).regex(namePattern, nameExpected);

const labelExpected = 'a text of 1 to 200 characters without line breaks';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const label = z.string(labelExpected).regex(/^(?=.*\S)[^\u0000-\u001f\u007f]{1,200}$/, labelExpected);

function wholeNumber(largest: number) {
  const expected = 'a whole number of at least 1';
  return z.int(expected).min(1, expected).max(largest, `a whole number of at most ${largest}`);
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `one of ${values.map((value) => `"${value}"`).join(', ')}`);
}

/** An object with only these properties. An unknown property is usually a misspelt one, so it is refused. */
function properties<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `an object with the properties ${known.join(', ')}`;
      const { keys } = issue;
      return unknownProperties(keys, known);
    },
  });
}

function unknownProperties(keys: unknown, known: readonly string[]): string {
  return z
    .array(z.string())
    .parse(keys)
    .map((key) => {
      const nearest = nearestMatch(key, known);
      return `"${key}" is unknown, ${nearest ? `did you mean "${nearest}"?` : `expected ${known.join(', ')}`}`;
    })
    .join('; ');
}

function named<Value extends z.core.SomeType>(value: Value, what: string) {
  return z
    .record(name, value, `an object of ${what}, by name`)
    .refine((record) => Object.keys(record).length > 0, `at least one of ${what}`);
}

const resource = properties({ description: label.optional(), actions: named(label, 'actions') });

const limitsExpected = '{ perMinute, perHour } or "custom"';
const limits = z.union(
  [
    z.literal('custom'),
    properties({ perMinute: wholeNumber(maxRequestLimit), perHour: wholeNumber(maxRequestLimit) }),
  ],
  limitsExpected,
);

const flag = z.boolean('true or false');
const plan = properties({ limits, liveKeys: flag.default(true), autoRenewal: flag.default(false) });

const addressExpected = 'an https address (http only for localhost) without a query or fragment';
const address = z.string(addressExpected).refine(isIdentityProviderAddress, addressExpected);

const oidc = properties({
  issuer: address,
  audience: label,
  algorithms: z
    .array(oneOf(oidcAlgorithms), 'a list of algorithms')
    .min(1, 'at least one algorithm')
    .default(['RS256', 'ES256', 'EdDSA']),
  jwksUri: address.nullable().default(null),
});

const lifetimeExpected = `a whole number of ${tokenLifetimes.minSeconds} to ${tokenLifetimes.maxSeconds} seconds`;
const tokens = properties({
  lifetimeSeconds: z
    .int(lifetimeExpected)
    .min(tokenLifetimes.minSeconds, lifetimeExpected)
    .max(tokenLifetimes.maxSeconds, lifetimeExpected)
    .default(900),
  audience: label.nullable().default(null),
  algorithm: oneOf(tokenAlgorithms).default('ES256'),
});

// `key_` also starts the ids of keys, but the rest of the text tells them apart, and one product needs this prefix.
// `session_` and `service_` start other credentials (access/session-token.ts, service-tokens/).
const takenPrefixes: readonly string[] = [...Object.values(idPrefixes), 'session', 'service'].filter(
  (prefix) => prefix !== idPrefixes.apiKey,
);
const keyPrefixExpected = '1 to 16 lowercase letters and digits that start with a letter';
export const keyPrefix = z
  .string(keyPrefixExpected)
  .regex(/^[a-z][a-z0-9]{0,15}$/, keyPrefixExpected)
  .refine(
    (prefix) => !takenPrefixes.includes(prefix),
    `none of ${takenPrefixes.join(', ')}, which start ids or sessions`,
  );

const fullAccessExpected = '"*" or a name with ":*", such as "admin:*"';

const shape = properties({
  productName: label,
  keyPrefix: keyPrefix.default('sk'),
  formerKeyPrefixes: z.array(keyPrefix, 'a list of prefixes').default([]),
  resources: named(resource, 'resources').refine(
    (resources) => !Object.hasOwn(resources, reservedResource),
    `no resource "${reservedResource}": it is reserved and always exists`,
  ),
  fullAccess: z
    .string(fullAccessExpected)
    .regex(/^(\*|[a-z][a-z0-9_-]{0,62}:\*)$/, fullAccessExpected)
    .default('*'),
  fullAccessManagesKeys: z.boolean('true or false').default(false),
  plans: named(plan, 'plans').default({
    standard: { limits: { perMinute: 1000, perHour: 10_000 }, liveKeys: true, autoRenewal: false },
  }),
  defaultPlan: z.string('the name of a plan').optional(),
  activeKeysPerEnvironment: wholeNumber(maxRequestLimit).nullable().default(null),
  liveKeysRequire: oneOf(liveKeyRequirements).default('nothing'),
  manageKeysByDefault: z.array(oneOf(configurableRoles), 'a list of roles').default(['OWNER', 'ADMIN']),
  longestKeyLifetimeDays: wholeNumber(maxLifetimeDays).nullable().default(null),
  eventRetentionMonths: wholeNumber(maxRetentionMonths).nullable().default(13),
  tokens: tokens.prefault({}),
  exposedKeys: oneOf(exposedKeyPolicies).default('revoke'),
  githubKeysUrl: address.nullable().default('https://api.github.com/meta/public_keys/secret_scanning'),
  oidc: oidc.nullable().default(null),
});

/** The schema of `latchkey.config.ts`. It fills in the defaults. */
export const configurationSchema = shape.superRefine((configuration, context) => {
  const { resources, fullAccess, plans, defaultPlan } = configuration;
  if ([...Object.keys(resources), reservedResource].some((resource) => fullAccess === `${resource}:*`)) {
    const message =
      '"*" or a name that is not a resource: this one already grants every action of a resource';
    context.addIssue({ code: 'custom', path: ['fullAccess'], message });
  }
  const planNames = Object.keys(plans);
  if (defaultPlan !== undefined && !planNames.includes(defaultPlan)) {
    const message = `one of ${planNames.map((plan) => `"${plan}"`).join(', ')}`;
    context.addIssue({ code: 'custom', path: ['defaultPlan'], message });
  }
});

export type CheckedConfiguration = z.output<typeof configurationSchema>;

function isIdentityProviderAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
