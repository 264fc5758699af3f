const current = 'application/graphql-response+json';
const legacy = 'application/json';

export type GraphQLMediaType = typeof current | typeof legacy;

/**
 * The media type of the answer. GraphQL over HTTP, section 6.1: `application/json` unless the caller
 * asks for the newer one, under which errors have a status of their own. Callers that accept neither
 * get it too (RFC 9110, section 12.5.1, allows it), since a refusal they cannot read helps nobody.
 */
export function mediaTypeFor(accept: string | undefined): GraphQLMediaType {
  const accepted = new Map((accept ?? '').split(',').map(weighted));
  const weight = accepted.get(current) ?? 0;
  return weight > 0 && weight >= (accepted.get(legacy) ?? 0) ? current : legacy;
}

function weighted(entry: string): [string, number] {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, quality === undefined ? 1 : Number(quality.slice(2))];
}
