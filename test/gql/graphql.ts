/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The invitation’s token, and the name and password of a person without an account. */
export type AcceptInvitationInput = {
  /** The person’s name. Only if the email has no account. */
  readonly name?: string | null | undefined;
  /** The person’s new password. Only if the email has no account. */
  readonly password?: string | null | undefined;
  /** The token of the link. */
  readonly token: string;
};

/** The kinds of actor. */
export type ActorType =
  /** A key of the organization that manages its keys. */
  | 'API_KEY'
  /** A person, as a member of the organization. */
  | 'MEMBER'
  /** The product itself, or its operator’s tool. */
  | 'SERVICE';

/** Whether a key can authenticate. */
export type ApiKeyStatus =
  /** It can authenticate. */
  | 'ACTIVE'
  /** It has expired. A new expiry makes it active again. */
  | 'EXPIRED'
  /** It was revoked permanently. */
  | 'REVOKED'
  /** It was suspended. It can authenticate again after it is resumed. */
  | 'SUSPENDED';

/** The old password and the new one. */
export type ChangePasswordInput = {
  /** The present password. */
  readonly currentPassword: string;
  /** At least 10 characters and at most 256 bytes. Common passwords are refused. */
  readonly newPassword: string;
};

/** The outcome of one check of a verification. */
export type CheckOutcome =
  /** They do not meet it. The first failed check decides the code. */
  | 'FAILED'
  /** The key and the request meet the condition. */
  | 'PASSED'
  /** There is nothing to check: the request or the key sets no such condition. */
  | 'SKIPPED';

/** A new key. */
export type CreateApiKeyInput = {
  /** Its purpose; at most 1000 characters. */
  readonly description?: string | null | undefined;
  /** The environment in which it works. */
  readonly environment: Environment;
  /** When it expires. Default: never, if the product allows that. */
  readonly expiresAt?: string | null | undefined;
  /** Instead of `expiresAt`: the number of days until it expires, of 24 hours each. */
  readonly expiresInDays?: number | null | undefined;
  /** Instead of `expiresAt`: it expires at 00:00 UTC of this date. */
  readonly expiresOn?: string | null | undefined;
  /** Whether it has full access. `scopes` may then contain only reserved scopes. */
  readonly fullAccess?: boolean | null | undefined;
  /** The addresses and CIDR ranges that may use the key. Default: all addresses. */
  readonly ipAllowlist?: ReadonlyArray<string> | null | undefined;
  /** Your own data: a JSON object of at most 4096 bytes. */
  readonly metadata?: unknown;
  /** A name for people; at most 100 characters. */
  readonly name: string;
  /** Its own limits, at most those of the plan. */
  readonly rateLimit?: RateLimitInput | null | undefined;
  /** Its scopes: scopes of the catalog, `resource:*`, or full access by its name. Default: none. The key then passes only verifications that require no scope. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
};

/** A new organization. */
export type CreateOrganizationInput = {
  /** The product’s own id for it: at most 255 printable ASCII characters. Default: none. */
  readonly externalId?: string | null | undefined;
  /** A name for people; at most 200 characters. */
  readonly name: string;
  /** The email of its future owner. */
  readonly ownerEmail: string;
  /** A plan of the product’s configuration. Default: its default plan. */
  readonly plan?: string | null | undefined;
};

/** A new service token. */
export type CreateServiceTokenInput = {
  /** When it expires. Default: never. */
  readonly expiresAt?: string | null | undefined;
  /** Instead of `expiresAt`: the number of days until it expires, of 24 hours each. */
  readonly expiresInDays?: number | null | undefined;
  /** A name for people; at most 100 characters. */
  readonly name: string;
  /** Its permissions. The caller must hold all of them. */
  readonly permissions: ReadonlyArray<Permission>;
};

/** The environment of a key. A key of one environment never works in the other. */
export type Environment =
  /** For production: `sk_live_…`. */
  | 'LIVE'
  /** For building and testing: `sk_test_…`. */
  | 'TEST';

/** The types of events. */
export type EventType =
  /** A caller with a valid credential asked for something that it may not do. REST and webhooks call it `access.forbidden`. */
  | 'ACCESS_FORBIDDEN'
  /** A key was created. REST and webhooks call it `api_key.created`. */
  | 'API_KEY_CREATED'
  /** A key reached its end. REST and webhooks call it `api_key.expired`. */
  | 'API_KEY_EXPIRED'
  /** The secret of a key was found in public. REST and webhooks call it `api_key.exposed`. */
  | 'API_KEY_EXPOSED'
  /** A suspended key was resumed. REST and webhooks call it `api_key.resumed`. */
  | 'API_KEY_RESUMED'
  /** A key was revoked. REST and webhooks call it `api_key.revoked`. */
  | 'API_KEY_REVOKED'
  /** A key got a new secret. REST and webhooks call it `api_key.rotated`. */
  | 'API_KEY_ROTATED'
  /** A key was suspended. REST and webhooks call it `api_key.suspended`. */
  | 'API_KEY_SUSPENDED'
  /** Settings of a key were changed. REST and webhooks call it `api_key.updated`. */
  | 'API_KEY_UPDATED'
  /** The content of all logs was signed. REST and webhooks call it `audit.checkpoint_signed`. */
  | 'AUDIT_CHECKPOINT_SIGNED'
  /** The daily audit found that logs were changed. REST and webhooks call it `audit.failed`. */
  | 'AUDIT_FAILED'
  /** An invitation was sent again with a new link. REST and webhooks call it `member.invitation_resent`. */
  | 'MEMBER_INVITATION_RESENT'
  /** An invitation was revoked. REST and webhooks call it `member.invitation_revoked`. */
  | 'MEMBER_INVITATION_REVOKED'
  /** Somebody was invited. REST and webhooks call it `member.invited`. */
  | 'MEMBER_INVITED'
  /** An invited person became a member. REST and webhooks call it `member.joined`. */
  | 'MEMBER_JOINED'
  /** A member was removed, or left. REST and webhooks call it `member.removed`. */
  | 'MEMBER_REMOVED'
  /** The role or the permissions of a member were changed. REST and webhooks call it `member.updated`. */
  | 'MEMBER_UPDATED'
  /** The organization was created. REST and webhooks call it `organization.created`. */
  | 'ORGANIZATION_CREATED'
  /** An owner made another member the owner. REST and webhooks call it `organization.ownership_transferred`. */
  | 'ORGANIZATION_OWNERSHIP_TRANSFERRED'
  /** The name, the plan or the billing state of the organization was changed. REST and webhooks call it `organization.updated`. */
  | 'ORGANIZATION_UPDATED'
  /** The data about a person was deleted from the logs. REST and webhooks call it `person.erased`. */
  | 'PERSON_ERASED'
  /** A person got a new password. It ended their other sessions. REST and webhooks call it `person.password_changed`. */
  | 'PERSON_PASSWORD_CHANGED'
  /** Somebody asked for a link that sets a new password. REST and webhooks call it `person.password_reset_requested`. */
  | 'PERSON_PASSWORD_RESET_REQUESTED'
  /** A person changed their name. REST and webhooks call it `person.updated`. */
  | 'PERSON_UPDATED'
  /** A service token was created. REST and webhooks call it `service_token.created`. */
  | 'SERVICE_TOKEN_CREATED'
  /** A service token was revoked. REST and webhooks call it `service_token.revoked`. */
  | 'SERVICE_TOKEN_REVOKED'
  /** Sessions of a person were ended. REST and webhooks call it `session.ended`. */
  | 'SESSION_ENDED'
  /** A sign-in failed because of a wrong password, or because of too many attempts. REST and webhooks call it `session.refused`. */
  | 'SESSION_REFUSED'
  /** A person signed in. REST and webhooks call it `session.started`. */
  | 'SESSION_STARTED'
  /** The keys that sign access tokens were replaced. REST and webhooks call it `signing_keys.rotated`. */
  | 'SIGNING_KEYS_ROTATED';

/** How the actor of an event came in. */
export type EventVia =
  /** Somebody who is not known. */
  | 'ANONYMOUS'
  /** A management key. */
  | 'API_KEY'
  /** An operator with a command on the machine. */
  | 'COMMAND_LINE'
  /** A person with a token of the company’s own issuer. */
  | 'ISSUER_TOKEN'
  /** A person who followed a mailed link. */
  | 'LINK'
  /** A person who signed in with this request. */
  | 'PASSWORD'
  /** A service token. */
  | 'SERVICE_TOKEN'
  /** A person who signed in. */
  | 'SESSION'
  /** A secret scanner, which signs its reports. */
  | 'SIGNED_REPORT'
  /** Latchkey itself. */
  | 'SYSTEM';

/** A key and the request to explain. */
export type ExplainApiKeyInput = {
  /** How much of the limits the request would consume. Default: 1. */
  readonly cost?: number | null | undefined;
  /** The key must be of this environment. */
  readonly environment?: Environment | null | undefined;
  /** `key_…` */
  readonly id: string;
  /** The address of the product’s caller; compared with the key’s allow-list. */
  readonly ip?: string | null | undefined;
  /** The key must hold all of these. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** Which secret the request sends. Default: the present one. */
  readonly secret?: ExplainedSecret | null | undefined;
};

/** Which secret of a key the explained request sends. */
export type ExplainedSecret =
  /** The secret that the key has now. */
  | 'PRESENT'
  /** The secret before the last rotation. */
  | 'PREVIOUS';

/** What happened to a key that was found in public. */
export type ExposureOutcome =
  /** The exposure was recorded, and the key keeps working. */
  | 'FLAGGED'
  /** Nothing happened, because the key no longer worked. */
  | 'INACTIVE'
  /** It was revoked. */
  | 'REVOKED'
  /** A rotation had already replaced the secret. The secret was ended early. */
  | 'SECRET_ENDED';

/** The state of an invitation. */
export type InvitationStatus =
  /** The person joined. */
  | 'ACCEPTED'
  /** It is no longer valid. Sending it again renews it. */
  | 'EXPIRED'
  /** It can be accepted. */
  | 'PENDING'
  /** A member revoked it. */
  | 'REVOKED';

/** The person to invite, and their rights. */
export type InviteMemberInput = {
  /** The address that receives the link. Only this person can join. */
  readonly email: string;
  /** The permissions to grant besides those of the role. Default: none. */
  readonly permissions?: ReadonlyArray<Permission> | null | undefined;
  /** The person’s future role. */
  readonly role: Role;
};

/** The limits that were agreed with one organization. They apply to each of its keys. Omitted or null: no limit. */
export type OrganizationRateLimitInput = {
  /** Requests within one hour. */
  readonly perHour?: number | null | undefined;
  /** Requests within one minute. */
  readonly perMinute?: number | null | undefined;
};

/** A permission. A role includes some permissions, and a member can be granted more. */
export type Permission =
  /** Create, change, rotate, suspend and revoke API keys. */
  | 'MANAGE_API_KEYS'
  /** Invite and remove members, and change their roles and permissions. */
  | 'MANAGE_MEMBERS'
  /** Rename the organization. */
  | 'MANAGE_ORGANIZATION'
  /** Create, list and revoke service tokens. */
  | 'MANAGE_SERVICE_TOKENS'
  /** Create organizations, and set what the product knows of them and of their members. */
  | 'OPERATE'
  /** See API keys and their usage, never their secrets. */
  | 'READ_API_KEYS'
  /** Read the log of everything that happened in the organization. */
  | 'READ_AUDIT_LOG'
  /** See the members and their rights. */
  | 'READ_MEMBERS'
  /** See the organization, its plan and its environments. */
  | 'READ_ORGANIZATION'
  /** Report exposed keys of every organization. */
  | 'REPORT_EXPOSURES'
  /** Hand ownership over to another member. */
  | 'TRANSFER_OWNERSHIP'
  /** Verify the keys of every organization. */
  | 'VERIFY_API_KEYS';

/** A key’s own limits. For a new key, an omitted limit is the plan’s; for an existing key it keeps its value. Null: the plan’s limit. */
export type RateLimitInput = {
  /** Requests per hour. Must not be lower than the limit per minute. */
  readonly perHour?: number | null | undefined;
  /** Requests per minute. */
  readonly perMinute?: number | null | undefined;
};

/** The member to remove. */
export type RemoveMemberInput = {
  /** `mem_…` */
  readonly memberId: string;
};

/** The account that needs a link. */
export type RequestPasswordResetInput = {
  /** The email of the account. */
  readonly email: string;
};

/** The invitation to send again. */
export type ResendInvitationInput = {
  /** `inv_…` */
  readonly id: string;
};

/** The mailed token and the new password. */
export type ResetPasswordInput = {
  /** At least 10 characters and at most 256 bytes. Common passwords are refused. */
  readonly newPassword: string;
  /** The text after `#token=` in the mailed link. */
  readonly token: string;
};

/** The key to resume. */
export type ResumeApiKeyInput = {
  /** `key_…` */
  readonly id: string;
};

/** The key to revoke. */
export type RevokeApiKeyInput = {
  /** `key_…` */
  readonly id: string;
};

/** The invitation to revoke. */
export type RevokeInvitationInput = {
  /** `inv_…` */
  readonly id: string;
};

/** The service token to revoke. */
export type RevokeServiceTokenInput = {
  /** `svc_…` */
  readonly id: string;
};

/** The session to end. */
export type RevokeSessionInput = {
  /** `ses_…`, a session of the caller. */
  readonly id: string;
};

/** The role of a member. docs/permissions.md lists the permissions of each role. */
export type Role =
  /** Manages members and settings. */
  | 'ADMIN'
  /** Reads. Granted permissions add to this. */
  | 'MEMBER'
  /** Holds every permission. There is always at least one. */
  | 'OWNER';

/** The key to rotate, and the overlap. */
export type RotateApiKeyInput = {
  /** `key_…` */
  readonly id: string;
  /** How many seconds the former secret still works, so that its users can change to the new one. At most 2592000, which is 30 days. Default: 0, the former secret stops at once. */
  readonly overlapSeconds?: number | null | undefined;
};

/** Whether a service token can authenticate. */
export type ServiceTokenStatus =
  /** It can authenticate. */
  | 'ACTIVE'
  /** It has expired. */
  | 'EXPIRED'
  /** It was revoked permanently. */
  | 'REVOKED';

/** The product’s own id for a member. */
export type SetMemberExternalIdInput = {
  /** At most 255 printable ASCII characters, unique within the organization. Null removes the id. */
  readonly externalId?: string | null | undefined;
  /** `mem_…`, of any organization */
  readonly memberId: string;
};

/** The billing state of an organization. */
export type SetOrganizationBillingInput = {
  /** Whether it has a way to pay. */
  readonly hasPaymentMethod: boolean;
  /** `org_…` or `external:…` */
  readonly organizationId: string;
};

/** The product’s own id for an organization. */
export type SetOrganizationExternalIdInput = {
  /** At most 255 printable ASCII characters, unique in the installation. Null removes the id. */
  readonly externalId?: string | null | undefined;
  /** `org_…` or `external:…` */
  readonly organizationId: string;
};

/** An organization and its new plan. */
export type SetOrganizationPlanInput = {
  /** `org_…` or `external:…` */
  readonly organizationId: string;
  /** A plan of the product’s configuration. */
  readonly plan: string;
  /** Only for plans with custom limits. Omitted: the limits keep their value. Null: no limits. */
  readonly rateLimit?: OrganizationRateLimitInput | null | undefined;
};

/** The email and the password. */
export type SignInInput = {
  /** Upper and lower case are the same. */
  readonly email: string;
  /** The password. */
  readonly password: string;
};

/** The key to suspend. */
export type SuspendApiKeyInput = {
  /** `key_…` */
  readonly id: string;
};

/** The future owner. */
export type TransferOwnershipInput = {
  /** `mem_…` */
  readonly memberId: string;
};

/** The changes. Omitted fields keep their value; null clears it. */
export type UpdateApiKeyInput = {
  /** Its purpose; at most 1000 characters. */
  readonly description?: string | null | undefined;
  /** When it expires; null means never, if the product allows that. */
  readonly expiresAt?: string | null | undefined;
  /** Instead of `expiresAt`: the number of days until it expires, of 24 hours each. */
  readonly expiresInDays?: number | null | undefined;
  /** Instead of `expiresAt`: it expires at 00:00 UTC of this date. */
  readonly expiresOn?: string | null | undefined;
  /** Whether it has full access. `scopes` may then contain only reserved scopes. */
  readonly fullAccess?: boolean | null | undefined;
  /** The id of the key. */
  readonly id: string;
  /** All addresses and CIDR ranges that may use the key. An empty list allows all addresses. */
  readonly ipAllowlist?: ReadonlyArray<string> | null | undefined;
  /** Your own data. Replaces the present data. */
  readonly metadata?: unknown;
  /** A name for people; at most 100 characters. Cannot be null. */
  readonly name?: string | null | undefined;
  /** Its own limits; null means the plan’s. */
  readonly rateLimit?: RateLimitInput | null | undefined;
  /** All scopes that the key has after the change. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
};

/** The changes to a member. Omitted fields keep their value. */
export type UpdateMemberInput = {
  /** `mem_…` */
  readonly memberId: string;
  /** All permissions to grant besides those of the role. An empty list removes all grants. */
  readonly permissions?: ReadonlyArray<Permission> | null | undefined;
  /** The new role. */
  readonly role?: Role | null | undefined;
};

/** The changes to the active organization. */
export type UpdateOrganizationInput = {
  /** The new name; at most 200 characters. */
  readonly name: string;
};

/** The changes to one’s own account. */
export type UpdateViewerInput = {
  /** At most 100 characters. */
  readonly name: string;
};

/** The result of a verification. The checks run in this order: MALFORMED, NOT_FOUND, REVOKED, SUSPENDED, EXPIRED, WRONG_ENVIRONMENT, INSUFFICIENT_SCOPES, IP_NOT_ALLOWED, RATE_LIMITED, VALID. */
export type VerificationCode =
  /** The key has expired. A replaced secret expires before its key. */
  | 'EXPIRED'
  /** The key lacks a required scope. */
  | 'INSUFFICIENT_SCOPES'
  /** The key may not be used from this address. */
  | 'IP_NOT_ALLOWED'
  /** The text does not have the form of a key of this product. */
  | 'MALFORMED'
  /** The key does not exist. */
  | 'NOT_FOUND'
  /** The key has used up its limit. */
  | 'RATE_LIMITED'
  /** The key is revoked. */
  | 'REVOKED'
  /** The key is suspended. It can be resumed. */
  | 'SUSPENDED'
  /** The key is valid. */
  | 'VALID'
  /** The key belongs to the other environment. */
  | 'WRONG_ENVIRONMENT';

export type SignOutByCookieMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutByCookieMutation = { readonly signOut: { readonly signedOut: boolean } };

export type RevokeSessionByCookieMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionByCookieMutation = { readonly revokeSession: { readonly revokedSessionId: string } };

export type ApiKeyFieldsFragment = { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
   | null, readonly suspendedBy:
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
   | null, readonly revokedBy:
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
   | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ActiveKeyLimitReached', readonly code: string, readonly message: string, readonly remedy: string, readonly environment: Environment, readonly limit: number }
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'LiveKeysNotEnabled', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'ScopeNotGrantable', readonly code: string, readonly message: string, readonly remedy: string, readonly scopes: ReadonlyArray<string> }
    | { readonly __typename: 'UnknownScope', readonly code: string, readonly message: string, readonly remedy: string, readonly unknown: ReadonlyArray<{ readonly scope: string, readonly nearest: string | null }> }
   };

export type UpdateApiKeyMutationVariables = Exact<{
  input: UpdateApiKeyInput;
}>;


export type UpdateApiKeyMutation = { readonly updateApiKey:
    | { readonly __typename: 'ActiveKeyLimitReached', readonly code: string, readonly message: string, readonly remedy: string, readonly environment: Environment, readonly limit: number }
    | { readonly __typename: 'ApiKeyAlreadyRevoked', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'LiveKeysNotEnabled', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'ScopeNotGrantable', readonly code: string, readonly message: string, readonly remedy: string, readonly scopes: ReadonlyArray<string> }
    | { readonly __typename: 'UnknownScope', readonly code: string, readonly message: string, readonly remedy: string, readonly unknown: ReadonlyArray<{ readonly scope: string, readonly nearest: string | null }> }
    | { readonly __typename: 'UpdateApiKeyPayload', readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
   };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { readonly rotateApiKey:
    | { readonly __typename: 'ApiKeyAlreadyRevoked', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ApiKeyExpired', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'RotateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly lastRotation: { readonly rotatedAt: string, readonly previousSecretExpiresAt: string | null } | null, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ScopeNotGrantable', readonly code: string, readonly message: string, readonly remedy: string, readonly scopes: ReadonlyArray<string> }
   };

export type LastRotationsQueryVariables = Exact<{ [key: string]: never; }>;


export type LastRotationsQuery = { readonly organization: { readonly apiKeys: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly lastRotation: { readonly rotatedAt: string, readonly previousSecretExpiresAt: string | null } | null } }> } } | null };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'ApiKeyAlreadyRevoked', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'RevokeApiKeyPayload', readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
   };

export type SuspendApiKeyMutationVariables = Exact<{
  input: SuspendApiKeyInput;
}>;


export type SuspendApiKeyMutation = { readonly suspendApiKey:
    | { readonly __typename: 'ApiKeyAlreadyRevoked', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ApiKeyAlreadySuspended', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'SuspendApiKeyPayload', readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
   };

export type ResumeApiKeyMutationVariables = Exact<{
  input: ResumeApiKeyInput;
}>;


export type ResumeApiKeyMutation = { readonly resumeApiKey:
    | { readonly __typename: 'ApiKeyAlreadyRevoked', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ApiKeyNotSuspended', readonly code: string, readonly message: string, readonly remedy: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ResumeApiKeyPayload', readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly suspendedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'ScopeNotGrantable', readonly code: string, readonly message: string, readonly remedy: string, readonly scopes: ReadonlyArray<string> }
   };

export type ApiKeyByIdQueryVariables = Exact<{
  id: string;
}>;


export type ApiKeyByIdQuery = { readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
     | null, readonly suspendedBy:
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
     | null, readonly revokedBy:
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
      | { readonly type: ActorType, readonly id: string, readonly name: string }
     | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } | null };

export type ApiKeyListQueryVariables = Exact<{
  environment?: Environment | null | undefined;
  status?: ApiKeyStatus | null | undefined;
  search?: string | null | undefined;
  createdBy?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ApiKeyListQuery = { readonly organization: { readonly apiKeys: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly createdAt: string, readonly updatedAt: string, readonly expiresAt: string | null, readonly suspendedAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy:
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
           | null, readonly suspendedBy:
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
           | null, readonly revokedBy:
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
           | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }>, readonly pageInfo: { readonly startCursor: string | null, readonly endCursor: string | null, readonly hasNextPage: boolean, readonly hasPreviousPage: boolean } } } | null };

export type CreateForPlainAnswerMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateForPlainAnswerMutation = { readonly createApiKey:
    | { readonly __typename: 'ActiveKeyLimitReached' }
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly status: ApiKeyStatus, readonly rateLimit: { readonly perMinute: number | null }, readonly lastRotation: { readonly rotatedAt: string } | null } }
    | { readonly __typename: 'LiveKeysNotEnabled' }
    | { readonly __typename: 'ScopeNotGrantable' }
    | { readonly __typename: 'UnknownScope' }
   };

export type RotateForPlainAnswerMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateForPlainAnswerMutation = { readonly rotateApiKey:
    | { readonly __typename: 'ApiKeyAlreadyRevoked' }
    | { readonly __typename: 'ApiKeyExpired' }
    | { readonly __typename: 'RotateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly status: ApiKeyStatus, readonly rateLimit: { readonly perMinute: number | null }, readonly lastRotation: { readonly rotatedAt: string } | null } }
    | { readonly __typename: 'ScopeNotGrantable' }
   };

export type CountTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type CountTokensQuery = { readonly serviceTokens: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string } }> } };

export type EventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  types?: ReadonlyArray<EventType> | EventType | null | undefined;
  actor?: string | null | undefined;
  target?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type EventsQuery = { readonly organization: { readonly events: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly type: EventType, readonly sequence: number | null, readonly occurredAt: string, readonly via: EventVia, readonly targetId: string | null, readonly data: unknown, readonly requestId: string | null, readonly address: string | null, readonly userAgent: string | null, readonly email: string | null, readonly actor:
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
            | { readonly type: ActorType, readonly id: string, readonly name: string }
           | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } | null };

export type ApiKeyEventsQueryVariables = Exact<{
  id: string;
}>;


export type ApiKeyEventsQuery = { readonly apiKey: { readonly id: string, readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly type: EventType, readonly sequence: number | null } }> } } | null };

export type InstallationEventsQueryVariables = Exact<{
  types?: ReadonlyArray<EventType> | EventType | null | undefined;
}>;


export type InstallationEventsQuery = { readonly installationEvents: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly type: EventType, readonly sequence: number | null } }> } };

export type ExposuresQueryVariables = Exact<{
  id: string;
}>;


export type ExposuresQuery = { readonly apiKey: { readonly status: ApiKeyStatus, readonly revokedBy:
      | { readonly type: ActorType, readonly name: string }
      | { readonly type: ActorType, readonly name: string }
      | { readonly type: ActorType, readonly name: string }
     | null, readonly exposures: ReadonlyArray<{ readonly id: string, readonly url: string | null, readonly source: string | null, readonly outcome: ExposureOutcome, readonly reportedAt: string, readonly reportedBy:
        | { readonly type: ActorType, readonly name: string }
        | { readonly type: ActorType, readonly name: string }
        | { readonly type: ActorType, readonly name: string }
       | null }> } | null };

export type MembersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MembersQuery = { readonly organization: { readonly members: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly email: string, readonly role: Role, readonly permissions: ReadonlyArray<Permission>, readonly grantedPermissions: ReadonlyArray<Permission> } }>, readonly pageInfo: { readonly endCursor: string | null, readonly hasNextPage: boolean } } } | null };

export type OneMemberQueryVariables = Exact<{
  id: string;
}>;


export type OneMemberQuery = { readonly organization: { readonly member: { readonly id: string, readonly name: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission> } | null } | null };

export type MyRightsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyRightsQuery = { readonly organization: { readonly id: string, readonly viewerPermissions: ReadonlyArray<Permission> } | null };

export type UpdateMemberMutationVariables = Exact<{
  input: UpdateMemberInput;
}>;


export type UpdateMemberMutation = { readonly updateMember:
    | { readonly __typename: 'LastOwner', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
    | { readonly __typename: 'UpdateMemberPayload', readonly member: { readonly id: string, readonly role: Role, readonly permissions: ReadonlyArray<Permission>, readonly grantedPermissions: ReadonlyArray<Permission> } }
   };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { readonly removeMember:
    | { readonly __typename: 'LastOwner', readonly code: string }
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
    | { readonly __typename: 'RemoveMemberPayload', readonly removedMemberId: string, readonly apiKeys: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly createdBy:
              | { readonly id: string, readonly name: string }
              | { readonly id: string, readonly name: string }
              | { readonly id: string, readonly name: string }
             | null } }> } | null }
   };

export type TransferOwnershipMutationVariables = Exact<{
  input: TransferOwnershipInput;
}>;


export type TransferOwnershipMutation = { readonly transferOwnership: { readonly owner: { readonly id: string, readonly role: Role }, readonly previousOwner: { readonly id: string, readonly role: Role } } };

export type InvitationFieldsFragment = { readonly id: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission>, readonly status: InvitationStatus, readonly createdAt: string, readonly expiresAt: string, readonly invitedBy:
    | { readonly type: ActorType, readonly name: string }
    | { readonly type: ActorType, readonly name: string }
    | { readonly type: ActorType, readonly name: string }
   | null };

export type InviteMemberMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteMemberMutation = { readonly inviteMember:
    | { readonly __typename: 'AlreadyInvited', readonly code: string, readonly invitation: { readonly id: string, readonly email: string } }
    | { readonly __typename: 'AlreadyMember', readonly code: string, readonly member: { readonly id: string, readonly email: string } }
    | { readonly __typename: 'InviteMemberPayload', readonly invitation: { readonly id: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission>, readonly status: InvitationStatus, readonly createdAt: string, readonly expiresAt: string, readonly invitedBy:
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
         | null } }
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
   };

export type InvitationsQueryVariables = Exact<{ [key: string]: never; }>;


export type InvitationsQuery = { readonly organization: { readonly invitations: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission>, readonly status: InvitationStatus, readonly createdAt: string, readonly expiresAt: string, readonly invitedBy:
            | { readonly type: ActorType, readonly name: string }
            | { readonly type: ActorType, readonly name: string }
            | { readonly type: ActorType, readonly name: string }
           | null } }> } } | null };

export type ResendInvitationMutationVariables = Exact<{
  input: ResendInvitationInput;
}>;


export type ResendInvitationMutation = { readonly resendInvitation:
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
    | { readonly __typename: 'ResendInvitationPayload', readonly invitation: { readonly id: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission>, readonly status: InvitationStatus, readonly createdAt: string, readonly expiresAt: string, readonly invitedBy:
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
         | null } }
   };

export type RevokeInvitationMutationVariables = Exact<{
  input: RevokeInvitationInput;
}>;


export type RevokeInvitationMutation = { readonly revokeInvitation:
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
    | { readonly __typename: 'RevokeInvitationPayload', readonly invitation: { readonly id: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission>, readonly status: InvitationStatus, readonly createdAt: string, readonly expiresAt: string, readonly invitedBy:
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
         | null } }
   };

export type OfferQueryVariables = Exact<{
  token: string;
}>;


export type OfferQuery = { readonly invitation: { readonly organizationName: string, readonly email: string, readonly role: Role, readonly expiresAt: string, readonly hasAccount: boolean } | null };

export type AcceptInvitationMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptInvitationMutation = { readonly acceptInvitation:
    | { readonly __typename: 'AcceptInvitationPayload', readonly organizationId: string, readonly member: { readonly id: string, readonly name: string, readonly email: string, readonly role: Role, readonly grantedPermissions: ReadonlyArray<Permission> } }
    | { readonly __typename: 'AlreadyMember', readonly code: string }
    | { readonly __typename: 'InvalidLink', readonly code: string, readonly message: string }
    | { readonly __typename: 'InviterLacksRights', readonly code: string, readonly remedy: string }
    | { readonly __typename: 'UnsuitablePassword', readonly code: string, readonly message: string }
   };

export type OrganizationOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationOverviewQuery = { readonly organization: { readonly id: string, readonly name: string, readonly plan: string, readonly environments: ReadonlyArray<{ readonly environment: Environment, readonly enabled: boolean, readonly activeApiKeyCount: number, readonly activeApiKeyLimit: number | null, readonly canCreateApiKey: boolean }> } | null };

export type UpdateOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { readonly updateOrganization: { readonly organization: { readonly id: string, readonly name: string } } };

export type OperatedFieldsFragment = { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } };

export type OrganizationsQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type OrganizationsQuery = { readonly organizations: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { readonly createOrganization: { readonly __typename: 'CreateOrganizationPayload', readonly organization: { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } }, readonly owner: { readonly id: string, readonly email: string, readonly role: Role } | null, readonly invitation: { readonly id: string, readonly email: string, readonly role: Role, readonly status: InvitationStatus, readonly invitedBy:
        | { readonly type: ActorType }
        | { readonly type: ActorType }
        | { readonly type: ActorType }
       | null } | null } };

export type SetOrganizationPlanMutationVariables = Exact<{
  input: SetOrganizationPlanInput;
}>;


export type SetOrganizationPlanMutation = { readonly setOrganizationPlan: { readonly organization: { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } } };

export type SetOrganizationBillingMutationVariables = Exact<{
  input: SetOrganizationBillingInput;
}>;


export type SetOrganizationBillingMutation = { readonly setOrganizationBilling: { readonly organization: { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } } };

export type SetOrganizationExternalIdMutationVariables = Exact<{
  input: SetOrganizationExternalIdInput;
}>;


export type SetOrganizationExternalIdMutation = { readonly setOrganizationExternalId:
    | { readonly __typename: 'ExternalIdTaken', readonly code: string, readonly message: string, readonly remedy: string, readonly externalId: string }
    | { readonly __typename: 'SetOrganizationExternalIdPayload', readonly organization: { readonly id: string, readonly externalId: string | null, readonly name: string, readonly plan: string, readonly hasPaymentMethod: boolean, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
   };

export type SetMemberExternalIdMutationVariables = Exact<{
  input: SetMemberExternalIdInput;
}>;


export type SetMemberExternalIdMutation = { readonly setMemberExternalId:
    | { readonly __typename: 'ExternalIdTaken', readonly code: string, readonly message: string, readonly remedy: string, readonly externalId: string }
    | { readonly __typename: 'SetMemberExternalIdPayload', readonly member: { readonly id: string, readonly externalId: string | null } }
   };

export type MembersWithExternalIdsQueryVariables = Exact<{ [key: string]: never; }>;


export type MembersWithExternalIdsQuery = { readonly organization: { readonly members: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly externalId: string | null } }> } } | null };

export type FirstOrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstOrganizationQuery = { readonly organizations: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string } }> } };

export type CreateKeyForProcessMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateKeyForProcessMutation = { readonly createApiKey:
    | { readonly __typename: 'ActiveKeyLimitReached', readonly message: string }
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string } }
    | { readonly __typename: 'LiveKeysNotEnabled', readonly message: string }
    | { readonly __typename: 'ScopeNotGrantable', readonly message: string }
    | { readonly __typename: 'UnknownScope', readonly message: string }
   };

export type ServiceTokenFieldsFragment = { readonly id: string, readonly name: string, readonly maskedToken: string, readonly permissions: ReadonlyArray<Permission>, readonly status: ServiceTokenStatus, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy:
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
    | { readonly type: ActorType, readonly id: string, readonly name: string }
   | null, readonly revokedBy:
    | { readonly type: ActorType, readonly name: string }
    | { readonly type: ActorType, readonly name: string }
    | { readonly type: ActorType, readonly name: string }
   | null };

export type CreateServiceTokenMutationVariables = Exact<{
  input: CreateServiceTokenInput;
}>;


export type CreateServiceTokenMutation = { readonly createServiceToken:
    | { readonly __typename: 'CreateServiceTokenPayload', readonly token: string, readonly serviceToken: { readonly id: string, readonly name: string, readonly maskedToken: string, readonly permissions: ReadonlyArray<Permission>, readonly status: ServiceTokenStatus, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
         | null } }
    | { readonly __typename: 'PermissionNotGrantable', readonly code: string, readonly permissions: ReadonlyArray<Permission> }
   };

export type ServiceTokensQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type ServiceTokensQuery = { readonly serviceTokens: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly maskedToken: string, readonly permissions: ReadonlyArray<Permission>, readonly status: ServiceTokenStatus, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy:
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
          | { readonly type: ActorType, readonly id: string, readonly name: string }
         | null, readonly revokedBy:
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
          | { readonly type: ActorType, readonly name: string }
         | null } }> } };

export type RevokeServiceTokenMutationVariables = Exact<{
  input: RevokeServiceTokenInput;
}>;


export type RevokeServiceTokenMutation = { readonly revokeServiceToken: { readonly serviceToken: { readonly id: string, readonly name: string, readonly maskedToken: string, readonly permissions: ReadonlyArray<Permission>, readonly status: ServiceTokenStatus, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy:
        | { readonly type: ActorType, readonly id: string, readonly name: string }
        | { readonly type: ActorType, readonly id: string, readonly name: string }
        | { readonly type: ActorType, readonly id: string, readonly name: string }
       | null, readonly revokedBy:
        | { readonly type: ActorType, readonly name: string }
        | { readonly type: ActorType, readonly name: string }
        | { readonly type: ActorType, readonly name: string }
       | null } } };

export type PreviousSecretUseQueryVariables = Exact<{
  id: string;
}>;


export type PreviousSecretUseQuery = { readonly apiKey: { readonly lastUsedAt: string | null, readonly lastRotation: { readonly rotatedAt: string, readonly previousSecretLastUsedAt: string | null } | null } | null };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'ChangePasswordPayload', readonly viewer: { readonly email: string } }
    | { readonly __typename: 'InvalidCredentials', readonly code: string, readonly message: string }
    | { readonly __typename: 'UnsuitablePassword', readonly code: string, readonly message: string }
   };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { readonly requestPasswordReset: { readonly accepted: boolean } };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { readonly resetPassword:
    | { readonly __typename: 'InvalidLink', readonly code: string, readonly message: string }
    | { readonly __typename: 'ResetPasswordPayload', readonly email: string }
    | { readonly __typename: 'UnsuitablePassword', readonly code: string, readonly message: string }
   };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { readonly signIn:
    | { readonly __typename: 'InvalidCredentials', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'SignInPayload', readonly sessionToken: string, readonly expiresAt: string, readonly viewer: { readonly id: string, readonly email: string, readonly name: string } }
   };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly id: string, readonly email: string, readonly name: string, readonly sessions: ReadonlyArray<{ readonly id: string, readonly current: boolean, readonly address: string | null, readonly userAgent: string | null, readonly createdAt: string, readonly lastUsedAt: string, readonly expiresAt: string }>, readonly memberships: ReadonlyArray<{ readonly id: string, readonly role: Role, readonly organization: { readonly id: string, readonly name: string } }> } | null };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { readonly revokeSession: { readonly revokedSessionId: string } };

export type RevokeOtherSessionsMutationVariables = Exact<{ [key: string]: never; }>;


export type RevokeOtherSessionsMutation = { readonly revokeOtherSessions: { readonly revokedCount: number } };

export type SignOutOfEndedMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutOfEndedMutation = { readonly signOut: { readonly signedOut: boolean } };

export type UpdateViewerMutationVariables = Exact<{
  input: UpdateViewerInput;
}>;


export type UpdateViewerMutation = { readonly updateViewer: { readonly viewer: { readonly id: string, readonly email: string, readonly name: string } } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { readonly signOut: { readonly signedOut: boolean } };

export type ExplainApiKeyQueryVariables = Exact<{
  input: ExplainApiKeyInput;
}>;


export type ExplainApiKeyQuery = { readonly explainApiKey: { readonly code: VerificationCode, readonly status: number, readonly apiKey: { readonly id: string }, readonly checks: ReadonlyArray<{ readonly code: VerificationCode, readonly outcome: CheckOutcome, readonly detail: string }>, readonly rateLimit: { readonly limit: number, readonly remaining: number, readonly reset: string, readonly windows: ReadonlyArray<{ readonly window: string, readonly limit: number, readonly remaining: number, readonly reset: string }> } | null } | null };

export const ApiKeyFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<ApiKeyFieldsFragment, unknown>;
export const InvitationFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InvitationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invitation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<InvitationFieldsFragment, unknown>;
export const OperatedFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<OperatedFieldsFragment, unknown>;
export const ServiceTokenFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceTokenFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"maskedToken"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ServiceTokenFieldsFragment, unknown>;
export const SignOutByCookieDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutByCookie"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signedOut"}}]}}]}}]} as unknown as DocumentNode<SignOutByCookieMutation, SignOutByCookieMutationVariables>;
export const RevokeSessionByCookieDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSessionByCookie"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedSessionId"}}]}}]}}]} as unknown as DocumentNode<RevokeSessionByCookieMutation, RevokeSessionByCookieMutationVariables>;
export const CreateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActiveKeyLimitReached"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnknownScope"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unknown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"nearest"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const UpdateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActiveKeyLimitReached"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnknownScope"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unknown"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"nearest"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadyRevoked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<UpdateApiKeyMutation, UpdateApiKeyMutationVariables>;
export const RotateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}},{"kind":"Field","name":{"kind":"Name","value":"lastRotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretExpiresAt"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadyRevoked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyExpired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const LastRotationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LastRotations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lastRotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretExpiresAt"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LastRotationsQuery, LastRotationsQueryVariables>;
export const RevokeApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadyRevoked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const SuspendApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SuspendApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"suspendApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadySuspended"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadyRevoked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<SuspendApiKeyMutation, SuspendApiKeyMutationVariables>;
export const ResumeApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyNotSuspended"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyAlreadyRevoked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<ResumeApiKeyMutation, ResumeApiKeyMutationVariables>;
export const ApiKeyByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiKeyById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<ApiKeyByIdQuery, ApiKeyByIdQueryVariables>;
export const ApiKeyListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiKeyList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"environment"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Environment"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"status"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKeyStatus"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"createdBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"environment"},"value":{"kind":"Variable","name":{"kind":"Name","value":"environment"}}},{"kind":"Argument","name":{"kind":"Name","value":"status"},"value":{"kind":"Variable","name":{"kind":"Name","value":"status"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"createdBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"createdBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedAt"}},{"kind":"Field","name":{"kind":"Name","value":"suspendedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}}]}}]} as unknown as DocumentNode<ApiKeyListQuery, ApiKeyListQueryVariables>;
export const CreateForPlainAnswerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateForPlainAnswer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastRotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateForPlainAnswerMutation, CreateForPlainAnswerMutationVariables>;
export const RotateForPlainAnswerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateForPlainAnswer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastRotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<RotateForPlainAnswerMutation, RotateForPlainAnswerMutationVariables>;
export const CountTokensDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CountTokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceTokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CountTokensQuery, CountTokensQueryVariables>;
export const EventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventType"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actor"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"target"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"types"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}},{"kind":"Argument","name":{"kind":"Name","value":"actor"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actor"}}},{"kind":"Argument","name":{"kind":"Name","value":"target"},"value":{"kind":"Variable","name":{"kind":"Name","value":"target"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"via"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"data"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const ApiKeyEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiKeyEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ApiKeyEventsQuery, ApiKeyEventsQueryVariables>;
export const InstallationEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"InstallationEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventType"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"installationEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"types"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]}}]}}]}}]} as unknown as DocumentNode<InstallationEventsQuery, InstallationEventsQueryVariables>;
export const ExposuresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Exposures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"exposures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"reportedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExposuresQuery, ExposuresQueryVariables>;
export const MembersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Members"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MembersQuery, MembersQueryVariables>;
export const OneMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"member"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}}]}}]}}]}}]} as unknown as DocumentNode<OneMemberQuery, OneMemberQueryVariables>;
export const MyRightsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyRights"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"viewerPermissions"}}]}}]}}]} as unknown as DocumentNode<MyRightsQuery, MyRightsQueryVariables>;
export const UpdateMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LastOwner"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateMemberMutation, UpdateMemberMutationVariables>;
export const RemoveMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removedMemberId"}},{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LastOwner"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const TransferOwnershipDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TransferOwnership"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TransferOwnershipInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transferOwnership"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"previousOwner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]}}]} as unknown as DocumentNode<TransferOwnershipMutation, TransferOwnershipMutationVariables>;
export const InviteMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"InviteMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"InviteMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inviteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InviteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"InvitationFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AlreadyMember"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AlreadyInvited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"invitation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InvitationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invitation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<InviteMemberMutation, InviteMemberMutationVariables>;
export const InvitationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Invitations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"InvitationFields"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InvitationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invitation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<InvitationsQuery, InvitationsQueryVariables>;
export const ResendInvitationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResendInvitation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResendInvitationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resendInvitation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResendInvitationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"InvitationFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InvitationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invitation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<ResendInvitationMutation, ResendInvitationMutationVariables>;
export const RevokeInvitationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeInvitation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeInvitationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeInvitation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeInvitationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"InvitationFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InvitationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invitation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<RevokeInvitationMutation, RevokeInvitationMutationVariables>;
export const OfferDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Offer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invitation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizationName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"hasAccount"}}]}}]}}]} as unknown as DocumentNode<OfferQuery, OfferQueryVariables>;
export const AcceptInvitationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AcceptInvitation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptInvitationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptInvitation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptInvitationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizationId"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"grantedPermissions"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InviterLacksRights"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnsuitablePassword"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AlreadyMember"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const OrganizationOverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrganizationOverview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"environments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"activeApiKeyCount"}},{"kind":"Field","name":{"kind":"Name","value":"activeApiKeyLimit"}},{"kind":"Field","name":{"kind":"Name","value":"canCreateApiKey"}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationOverviewQuery, OrganizationOverviewQueryVariables>;
export const UpdateOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateOrganizationMutation, UpdateOrganizationMutationVariables>;
export const OrganizationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Organizations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OperatedFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<OrganizationsQuery, OrganizationsQueryVariables>;
export const CreateOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOrganizationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OperatedFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invitation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"invitedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const SetOrganizationPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetOrganizationPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetOrganizationPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setOrganizationPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OperatedFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<SetOrganizationPlanMutation, SetOrganizationPlanMutationVariables>;
export const SetOrganizationBillingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetOrganizationBilling"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetOrganizationBillingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setOrganizationBilling"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OperatedFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<SetOrganizationBillingMutation, SetOrganizationBillingMutationVariables>;
export const SetOrganizationExternalIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetOrganizationExternalId"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetOrganizationExternalIdInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setOrganizationExternalId"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetOrganizationExternalIdPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OperatedFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalIdTaken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OperatedFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"hasPaymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]} as unknown as DocumentNode<SetOrganizationExternalIdMutation, SetOrganizationExternalIdMutationVariables>;
export const SetMemberExternalIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetMemberExternalId"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetMemberExternalIdInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setMemberExternalId"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetMemberExternalIdPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalIdTaken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}}]}}]} as unknown as DocumentNode<SetMemberExternalIdMutation, SetMemberExternalIdMutationVariables>;
export const MembersWithExternalIdsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MembersWithExternalIds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<MembersWithExternalIdsQuery, MembersWithExternalIdsQueryVariables>;
export const FirstOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FirstOrganization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FirstOrganizationQuery, FirstOrganizationQueryVariables>;
export const CreateKeyForProcessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateKeyForProcess"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateKeyForProcessMutation, CreateKeyForProcessMutationVariables>;
export const CreateServiceTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateServiceToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateServiceTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createServiceToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateServiceTokenPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"serviceToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceTokenFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PermissionNotGrantable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceTokenFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"maskedToken"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<CreateServiceTokenMutation, CreateServiceTokenMutationVariables>;
export const ServiceTokensDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ServiceTokens"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceTokenFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceTokenFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"maskedToken"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ServiceTokensQuery, ServiceTokensQueryVariables>;
export const RevokeServiceTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeServiceToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeServiceTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeServiceToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceTokenFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceTokenFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"maskedToken"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<RevokeServiceTokenMutation, RevokeServiceTokenMutationVariables>;
export const PreviousSecretUseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviousSecretUse"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastRotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretLastUsedAt"}}]}}]}}]}}]} as unknown as DocumentNode<PreviousSecretUseQuery, PreviousSecretUseQueryVariables>;
export const ChangePasswordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangePassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangePasswordInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changePassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangePasswordPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const RequestPasswordResetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestPasswordReset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPasswordResetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestPasswordReset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accepted"}}]}}]}}]} as unknown as DocumentNode<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetPassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPasswordInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPasswordPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const SignInDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignInPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}}]}}]} as unknown as DocumentNode<SignInMutation, SignInMutationVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"current"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const RevokeSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedSessionId"}}]}}]}}]} as unknown as DocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const RevokeOtherSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeOtherSessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeOtherSessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedCount"}}]}}]}}]} as unknown as DocumentNode<RevokeOtherSessionsMutation, RevokeOtherSessionsMutationVariables>;
export const SignOutOfEndedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutOfEnded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signedOut"}}]}}]}}]} as unknown as DocumentNode<SignOutOfEndedMutation, SignOutOfEndedMutationVariables>;
export const UpdateViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateViewer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateViewerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateViewer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateViewerMutation, UpdateViewerMutationVariables>;
export const SignOutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signedOut"}}]}}]}}]} as unknown as DocumentNode<SignOutMutation, SignOutMutationVariables>;
export const ExplainApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplainApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExplainApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"explainApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"reset"}},{"kind":"Field","name":{"kind":"Name","value":"windows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"window"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"reset"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExplainApiKeyQuery, ExplainApiKeyQueryVariables>;