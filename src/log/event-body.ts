import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environmentNames } from '../environment.ts';
import { eventApiVersion, eventTypes } from '../events.ts';
import { formatId } from '../lib/ids.ts';
import type { Cause } from './cause.ts';
import type { Json, NewEvent } from './new-event.ts';

/** Data about a person that an event refers to. It stands apart, so that it can be erased. */
export type PersonalData = {
  readonly salt: Buffer;
  /** JSON with the members address, user_agent and email. */
  readonly data: string;
  readonly email: string | null;
};

/**
 * The text of an event, as it is stored, hashed and exported: JSON with its members in this order. Its bytes never
 * change. Of personal data it holds only a commitment, which is still valid after the data was erased.
 */
export function eventBody(id: string, event: NewEvent, cause: Cause, commitment: string | null): string {
  const { name, target } = eventTypes[event.type];
  const { actor = cause.actor, via = cause.via } = event;
  const body: Record<string, Json> = {
    id: formatId('event', id),
    type: name,
    api_version: eventApiVersion,
    organization_id: event.organizationId && formatId('organization', event.organizationId),
    environment: event.environment === undefined ? null : environmentNames[event.environment],
    occurred_at: cause.occurredAt.toISOString(),
    actor: actor && { type: actor.type.toLowerCase(), id: formatId(actor.idKind, actor.id) },
    via: via.toLowerCase(),
    target: target && event.targetId && { type: targetNames[target], id: formatId(target, event.targetId) },
    request_id: cause.requestId,
    data: event.data,
    personal_data: commitment,
  };
  return JSON.stringify(body);
}

/** The kinds of things as REST and webhooks name them. */
const targetNames = {
  apiKey: 'api_key',
  organization: 'organization',
  member: 'member',
  invitation: 'invitation',
  user: 'person',
  serviceToken: 'service_token',
} as const;

/** The personal data of an event; null if there is none. */
export function personalData({ person }: NewEvent, { address, userAgent }: Cause): PersonalData | null {
  const email = person?.email ?? null;
  if (email === null && address === null && userAgent === null) return null;
  return { salt: randomBytes(16), data: JSON.stringify({ address, user_agent: userAgent, email }), email };
}

/** Without the salt nobody can find the data by guessing. */
export function commitmentOf({ salt, data }: Pick<PersonalData, 'salt' | 'data'>): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(data)]), 'base64url');
}

const eventBodySchema = z.object({
  id: z.string(),
  type: z.string(),
  api_version: z.string(),
  organization_id: z.string().nullable(),
  environment: z.string().nullable(),
  occurred_at: z.string(),
  actor: z.object({ type: z.string(), id: z.string() }).nullable(),
  via: z.string(),
  target: z.object({ type: z.string(), id: z.string() }).nullable(),
  request_id: z.string().nullable(),
  data: z.record(z.string(), z.json()),
  personal_data: z.string().nullable(),
});

export type EventBody = z.output<typeof eventBodySchema>;

/** Reads what `eventBody` wrote. Throws if the text is something else. */
export function readEventBody(body: string): EventBody {
  return eventBodySchema.parse(JSON.parse(body));
}

const personalDataSchema = z.object({
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  email: z.string().nullable(),
});

export type ReadPersonalData = z.output<typeof personalDataSchema>;

/** Reads what `personalData` wrote. */
export function readPersonalData(data: string): ReadPersonalData {
  return personalDataSchema.parse(JSON.parse(data));
}
