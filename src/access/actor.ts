import type { Environment } from '../environment.ts';
import type { Role } from '../members/role.ts';
import type { Permission } from '../permissions.ts';
import type { OrganizationRow } from './organization-row.sql.ts';

/** The actor of a request. Ids are UUIDs, as in the database. */
export type Actor = Anonymous | MemberActor | ApiKeyActor | ServiceActor;

export type Anonymous = { readonly type: 'ANONYMOUS' };

/** A signed-in person. `member` is the membership in the active organization, if there is one. */
export type MemberActor = {
  readonly type: 'MEMBER';
  readonly userId: string;
  /** Null if the person uses a token of the company's own issuer instead of a session. */
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
  /** As it was at the start of the request: it was read together with the credential. */
  readonly organization: OrganizationRow;
};

/** A management key. It acts within its own organization and environment. */
export type ApiKeyActor = {
  readonly type: 'API_KEY';
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  readonly permissions: ReadonlySet<Permission>;
  /** When its credential ends: the first of the ends of the key, its secret and its access token. */
  readonly expiresAt: Date | null;
  /** Whether the credential ends before its key: a former secret during its overlap, or an access token. */
  readonly temporary: boolean;
  readonly ipAllowlist: readonly string[];
  /** The key's own limits; null means that only the plan's limits apply. */
  readonly limitPerMinute: number | null;
  readonly limitPerHour: number | null;
  /** The hash of the secret that it authenticated with. */
  readonly secretHash: Buffer;
};

/** The product's own API or an operator's tool. `organizationId` is the organization it acts for, if any. */
export type ServiceActor = {
  readonly type: 'SERVICE';
  readonly id: string;
  readonly organizationId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  /** When the token expires; null means never. */
  readonly expiresAt: Date | null;
};

export const anonymous: Anonymous = { type: 'ANONYMOUS' };

/** The kinds of actor that are recorded in the columns `…_by_type` and `…_by_id`. */
export const actorTypes = ['MEMBER', 'API_KEY', 'SERVICE'] as const;

export type ActorType = (typeof actorTypes)[number];

/** An actor that holds a permission in one organization. */
export type OrganizationActor = {
  readonly organizationId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** The recorded actor. */
  readonly type: ActorType;
  readonly id: string;
  /**
   * When its rights end; null means at no set time. Credentials that it creates or renews end no later. A person's
   * rights have no end, because a session or an issuer's token only proves who the person is.
   */
  readonly expiresAt: Date | null;
  /** The key that limits what the actor can do and grant; null if the whole organization is its limit. */
  readonly key: ApiKeyActor | null;
};
