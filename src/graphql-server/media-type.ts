const current = 'application/graphql-response+json';
const legacy = 'application/json';

/** Server-sent events, for subscriptions. */
export const eventStream = 'text/event-stream';

export type GraphQLMediaType = typeof current | typeof legacy | typeof eventStream;

/**
 * Chooses the media type of the answer (GraphQL over HTTP, section 6.1). It is `application/json` unless the caller
 * asks for the newer type, with which errors have their own status. Callers that accept neither also get
 * `application/json` (RFC 9110, section 12.5.1, allows it), because they could not read a refusal.
 */
export function mediaTypeFor(accept: string | undefined): GraphQLMediaType {
  const accepted = new Map((accept ?? '').split(',').map(weighted));
  // A client that subscribes accepts only this, or JSON too, for refusals.
  if ((accepted.get(eventStream) ?? 0) > 0) return eventStream;
  const weight = accepted.get(current) ?? 0;
  return weight > 0 && weight >= (accepted.get(legacy) ?? 0) ? current : legacy;
}

function weighted(entry: string): [string, number] {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, quality === undefined ? 1 : Number(quality.slice(2))];
}
