import { z } from 'zod';
import { type Environment, environmentNames } from '../environment.ts';
import { formatId } from '../lib/ids.ts';

/*
 * What a service learns about a key that exists, valid or not. Each field is declared here: its schema, its GraphQL
 * type, its column in the statement, its conversion and its example. The answer of every interface is made from these.
 */

export const knownKeyShape = {
  keyId: z.string().describe('`key_…`'),
  organizationId: z.string().describe('`org_…`'),
  organizationExternalId: z
    .string()
    .nullable()
    .describe('The product’s own id for the organization. Null: it has none.'),
  environment: z.enum([environmentNames.TEST, environmentNames.LIVE]).describe('The key’s environment.'),
  name: z.string().describe('The key’s name.'),
  scopes: z
    .array(z.string())
    .readonly()
    .describe('The scopes of the key. Full access appears as its own name.'),
  fullAccess: z.boolean().describe('Whether the key has full access.'),
  expiresAt: z
    .string()
    .meta({ format: 'date-time' })
    .nullable()
    .describe(
      'When the presented credential expires: the key, its former secret after a rotation, or its access token. Null: never.',
    ),
  metadata: z.record(z.string(), z.unknown()).describe('The organization’s own data about the key.'),
};

const knownKeySchema = z.object(knownKeyShape);

export type KnownKey = z.output<typeof knownKeySchema>;

export const knownKeyNames = knownKeySchema.keyof().options;

/** The GraphQL type of each field; an array with one name stands for a list. */
export const knownKeyTypes = {
  keyId: 'ID',
  organizationId: 'ID',
  organizationExternalId: 'String',
  environment: 'Environment',
  name: 'String',
  scopes: ['String'],
  fullAccess: 'Boolean',
  expiresAt: 'DateTime',
  metadata: 'JSON',
} as const satisfies Record<keyof KnownKey, string | readonly [string]>;

export const exampleKey: KnownKey = {
  keyId: 'key_01h455vb4pex5vsknk084sn02q',
  organizationId: 'org_01h455vb4pex5vsknk084sn02q',
  organizationExternalId: 'acme_42',
  environment: 'live',
  name: 'New Integration',
  scopes: ['invoices:read', 'invoices:write'],
  fullAccess: false,
  expiresAt: null,
  metadata: { team: 'billing' },
};

/** The key as the statement answers it. The usage recorder needs its ids as UUIDs. */
export type StoredKey = {
  readonly id: string;
  readonly organizationId: string;
  readonly organizationExternalId: string | null;
  readonly environment: Environment;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  readonly expiresAt: Date | null;
  readonly metadata: KnownKey['metadata'];
};

/** What the look-up selects. `key` is the row of the key, `organization` that of its organization. */
export const selectedColumns = `
  key.id, key.organization_id, key.environment, key.name, key.scopes, key.full_access, key.metadata,
  organization.external_id as organization_external_id`;

/** What the statement answers with, in the order of KeyColumns. */
export const answeredColumns = `
  checked.id, checked.organization_id, checked.organization_external_id, checked.environment, checked.name,
  array_to_string(checked.scopes, ' ') as scopes, checked.full_access,
  floor(extract(epoch from checked.expires_at) * 1000)::bigint as expires_at, checked.metadata`;

export type KeyColumns = [
  id: string | null,
  organizationId: string,
  organizationExternalId: string | null,
  environment: Environment,
  name: string,
  /** Separated by spaces. */
  scopes: string,
  fullAccess: 't' | 'f',
  expiresAtMilliseconds: string | null,
  metadata: string,
];

/** Returns null if the statement found no key. */
export function readKey(columns: KeyColumns): StoredKey | null {
  const [
    id,
    organizationId,
    organizationExternalId,
    environment,
    name,
    scopes,
    fullAccess,
    expiresAt,
    metadata,
  ] = columns;
  if (id === null) return null;
  return {
    id,
    organizationId,
    organizationExternalId,
    environment,
    name,
    scopes: scopes === '' ? [] : scopes.split(' '),
    fullAccess: fullAccess === 't',
    expiresAt: expiresAt === null ? null : new Date(Number(expiresAt)),
    metadata: JSON.parse(metadata),
  };
}

export function knownKeyOf(key: StoredKey): KnownKey {
  return {
    keyId: formatId('apiKey', key.id),
    organizationId: formatId('organization', key.organizationId),
    organizationExternalId: key.organizationExternalId,
    environment: environmentNames[key.environment],
    name: key.name,
    scopes: key.scopes,
    fullAccess: key.fullAccess,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    metadata: key.metadata,
  };
}
