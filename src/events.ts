import type { IdKind } from './lib/ids.ts';
import type { Permission } from './permissions.ts';

type EventDefinition = {
  /** The name in REST, in webhooks and in the stored event. */
  readonly name: `${string}.${string}`;
  readonly description: string;
  /** The kind of thing that the event is about. */
  readonly target: IdKind | null;
  /** What the page says: "Ada created the key Billing." */
  readonly sentence: string;
  /** Whether webhooks carry it without being asked to. */
  readonly webhooks: boolean;
  readonly readBy: Permission;
};

/** The version of the events' data. It changes only if a field changes its meaning; fields are added without it. */
export const eventApiVersion = '2026-12-01';

/**
 * All types of events. The TypeScript type, the GraphQL enum, `GET /v1/event-types`, the webhooks of the OpenAPI
 * document and docs/events.md are derived from this table. Each domain declares the data of its events in
 * `<noun>.events.ts`. An event exists exactly if its change was committed.
 */
export const eventTypes = {
  API_KEY_CREATED: ofKey('created', 'A key was created.', 'created the key'),
  API_KEY_UPDATED: ofKey('updated', 'Settings of a key were changed.', 'changed the key'),
  API_KEY_ROTATED: ofKey('rotated', 'A key got a new secret.', 'rotated the key'),
  API_KEY_SUSPENDED: ofKey('suspended', 'A key was suspended.', 'suspended the key'),
  API_KEY_RESUMED: ofKey('resumed', 'A suspended key was resumed.', 'resumed the key'),
  API_KEY_REVOKED: ofKey('revoked', 'A key was revoked.', 'revoked the key'),
  API_KEY_EXPIRED: ofKey('expired', 'A key reached its end.', 'saw the end of the key'),
  API_KEY_EXPOSED: ofKey(
    'exposed',
    'The secret of a key was found in public.',
    'reported the key as exposed',
  ),
  ORGANIZATION_CREATED: {
    name: 'organization.created',
    description: 'The organization was created.',
    target: 'organization',
    sentence: 'created the organization',
    webhooks: false,
    readBy: 'READ_AUDIT_LOG',
  },
  ORGANIZATION_UPDATED: {
    name: 'organization.updated',
    description: 'The name, the plan or the billing state of the organization was changed.',
    target: 'organization',
    sentence: 'changed the organization',
    webhooks: false,
    readBy: 'READ_AUDIT_LOG',
  },
  ORGANIZATION_OWNERSHIP_TRANSFERRED: {
    name: 'organization.ownership_transferred',
    description: 'An owner made another member the owner.',
    target: 'member',
    sentence: 'transferred the ownership',
    webhooks: false,
    readBy: 'READ_AUDIT_LOG',
  },
  MEMBER_INVITED: ofMember('invitation', 'member.invited', 'Somebody was invited.', 'invited somebody'),
  MEMBER_INVITATION_RESENT: ofMember(
    'invitation',
    'member.invitation_resent',
    'An invitation was sent again with a new link.',
    'sent an invitation again',
  ),
  MEMBER_INVITATION_REVOKED: ofMember(
    'invitation',
    'member.invitation_revoked',
    'An invitation was revoked.',
    'revoked an invitation',
  ),
  MEMBER_JOINED: ofMember('member', 'member.joined', 'An invited person became a member.', 'joined'),
  MEMBER_UPDATED: ofMember(
    'member',
    'member.updated',
    'The role or the permissions of a member were changed.',
    'changed the rights of a member',
  ),
  MEMBER_REMOVED: ofMember('member', 'member.removed', 'A member was removed, or left.', 'removed a member'),
  SESSION_STARTED: ofPerson('session.started', 'A person signed in.', 'signed in'),
  SESSION_REFUSED: ofPerson(
    'session.refused',
    'A sign-in failed because of a wrong password, or because of too many attempts.',
    'failed to sign in',
  ),
  SESSION_ENDED: ofPerson('session.ended', 'Sessions of a person were ended.', 'ended sessions'),
  PERSON_UPDATED: ofPerson('person.updated', 'A person changed their name.', 'changed their name'),
  PERSON_PASSWORD_CHANGED: ofPerson(
    'person.password_changed',
    'A person got a new password. It ended their other sessions.',
    'set a new password',
  ),
  PERSON_PASSWORD_RESET_REQUESTED: ofPerson(
    'person.password_reset_requested',
    'Somebody asked for a link that sets a new password.',
    'asked for a password reset',
  ),
  ACCESS_FORBIDDEN: {
    name: 'access.forbidden',
    description: 'A caller with a valid credential asked for something that it may not do.',
    target: null,
    sentence: 'was refused',
    webhooks: false,
    readBy: 'READ_AUDIT_LOG',
  },
  SERVICE_TOKEN_CREATED: ofInstallation(
    'serviceToken',
    'service_token.created',
    'A service token was created.',
    'created a service token',
  ),
  SERVICE_TOKEN_REVOKED: ofInstallation(
    'serviceToken',
    'service_token.revoked',
    'A service token was revoked.',
    'revoked a service token',
  ),
  SIGNING_KEYS_ROTATED: ofInstallation(
    null,
    'signing_keys.rotated',
    'The keys that sign access tokens were replaced.',
    'rotated the signing keys',
  ),
  AUDIT_CHECKPOINT_SIGNED: ofInstallation(
    null,
    'audit.checkpoint_signed',
    'The content of all logs was signed.',
    'signed a checkpoint',
  ),
  AUDIT_FAILED: ofInstallation(
    null,
    'audit.failed',
    'The daily audit found that logs were changed.',
    'found changed logs',
  ),
  PERSON_ERASED: ofInstallation(
    null,
    'person.erased',
    'The data about a person was deleted from the logs.',
    'erased a person',
  ),
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof eventTypes;

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventTypes, name);
}

export const eventTypeNames: readonly EventType[] = Object.keys(eventTypes).filter(isEventType);

const typesBySentName = new Map<string, EventType>(
  eventTypeNames.map((name) => [eventTypes[name].name, name]),
);

/** Returns the type that REST and webhooks call so, such as `api_key.created`. Undefined: there is none. */
export function eventTypeNamed(sentName: string): EventType | undefined {
  return typesBySentName.get(sentName);
}

function ofKey<Verb extends string>(verb: Verb, description: string, sentence: string) {
  return {
    name: `api_key.${verb}`,
    description,
    target: 'apiKey',
    sentence,
    webhooks: true,
    readBy: 'READ_AUDIT_LOG',
  } as const;
}

function ofMember<Target extends IdKind, Name extends `${string}.${string}`>(
  target: Target,
  name: Name,
  description: string,
  sentence: string,
) {
  return { name, description, target, sentence, webhooks: false, readBy: 'READ_AUDIT_LOG' } as const;
}

function ofPerson<Name extends `${string}.${string}`>(name: Name, description: string, sentence: string) {
  return {
    name,
    description,
    target: 'member',
    sentence,
    webhooks: false,
    readBy: 'READ_AUDIT_LOG',
  } as const;
}

function ofInstallation<Target extends IdKind | null, Name extends `${string}.${string}`>(
  target: Target,
  name: Name,
  description: string,
  sentence: string,
) {
  return { name, description, target, sentence, webhooks: false, readBy: 'OPERATE' } as const;
}
