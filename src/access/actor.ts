import type { Environment } from '../environment.ts';
import type { Role } from '../members/role.ts';
import type { Permission } from '../permissions.ts';

/** Who makes a request. Ids are UUIDs, as in the database. */
export type Actor = Anonymous | MemberActor | ApiKeyActor | ServiceActor;

export type Anonymous = { readonly type: 'ANONYMOUS' };

/** A signed-in person; `member` is the membership in the active organization, if one is active. */
export type MemberActor = {
  readonly type: 'MEMBER';
  readonly userId: string;
  /** Null when a token of the company's own issuer stands in for a session. */
  readonly sessionId: string | null;
  readonly member: ActiveMember | null;
  /** Whether the person is a member of any organization, active or not. */
  readonly belongsToOrganizations: boolean;
  readonly permissions: ReadonlySet<Permission>;
};

type ActiveMember = {
  readonly id: string;
  readonly organizationId: string;
  readonly role: Role;
  /** As it was when the request came: it was read together with who asks. */
  readonly organization: ActiveOrganization;
};

/** A row of the table `organizations`. */
export type ActiveOrganization = {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
  readonly hasPaymentMethod: boolean;
  readonly limitPerMinute: number | null;
  readonly limitPerHour: number | null;
  readonly createdAt: Date;
};

/** A management key: acts within its own organization and environment. */
export type ApiKeyActor = {
  readonly type: 'API_KEY';
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  readonly permissions: ReadonlySet<Permission>;
  /** When its credential ends: the first end of the key, its secret and its access token. */
  readonly expiresAt: Date | null;
  /** Whether the credential ends apart from its key: a former secret in its overlap, or an access token. */
  readonly temporary: boolean;
  readonly ipAllowlist: readonly string[];
  /** The key's own limits; null: it has none beside the plan's. */
  readonly limitPerMinute: number | null;
  readonly limitPerHour: number | null;
  /** By which of its secrets it authenticated. */
  readonly secretHash: Buffer;
};

/** The product's own API or an operator's tool; `organizationId` is the one it acts for, if any. */
export type ServiceActor = {
  readonly type: 'SERVICE';
  readonly id: string;
  readonly organizationId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  /** When the token ends; null: never. */
  readonly expiresAt: Date | null;
};

export const anonymous: Anonymous = { type: 'ANONYMOUS' };

/** The kinds of actor that can do things worth recording, as columns `…_by_type`, `…_by_id` hold them. */
export const actorTypes = ['MEMBER', 'API_KEY', 'SERVICE'] as const;

export type ActorType = (typeof actorTypes)[number];

/** An actor that was found to hold a permission in one organization. */
export type OrganizationActor = {
  readonly organizationId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** What is recorded as the doer. */
  readonly type: ActorType;
  readonly id: string;
  /**
   * When its rights end; null: at no set time. No credential that it makes or renews ends later. A person's
   * rights have no end: a session or an issuer's token only proves who the person is.
   */
  readonly expiresAt: Date | null;
  /** What the actor is confined to, and can grant; null: the whole organization. */
  readonly key: ApiKeyActor | null;
};
