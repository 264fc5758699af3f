import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { permissions } from '../permissions.ts';
import type { Answer, Content, Endpoint, Parameter, SecurityScheme, Tag, Webhook } from './endpoint.ts';
import { errorAnswers } from './openapi-errors.ts';
import { type HeaderName, headers } from './openapi-headers.ts';

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key, a session, a service token, or an access token that was issued for a key. Services name the organization with `Latchkey-Organization`.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'latchkey_session',
    description:
      'The dashboard’s session, accepted only from pages of this host. With TLS the cookie is `__Host-latchkey_session`.',
  },
  basic: { type: 'http', scheme: 'basic', description: 'The id and the secret of a key.' },
  githubSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'Github-Public-Key-Signature',
    description: 'GitHub’s signature of the body: ECDSA P-256 with SHA-256, in base64.',
  },
} as const satisfies Record<SecurityScheme, object>;

const description = `Latchkey keeps the API keys of a product's customers. Products, scripts and other services use it here; everything is also in GraphQL, at \`/graphql\`.

**Errors** are problem documents (RFC 9457) with a \`code\` to branch on, the wrong fields, and what to do. **Times** are RFC 3339 in UTC, **ids** a prefix and 26 characters. **Lists** come in pages: send \`next_cursor\` back as \`cursor\` while \`has_more\` is true.

**Rate limits** are those of the product's own API and used up by verifications alone: calls here consume nothing, but each answer to a key says what it has left.`;

/** The OpenAPI 3.1 document of everything that is served over HTTP except GraphQL. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  tags: readonly Tag[],
  webhooks: readonly Webhook[],
): ReturnType<typeof createDocument> {
  const examples = new Map<string, unknown>();
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operationObject(endpoint, examples),
    };
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Latchkey', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'The server of this document.' }],
      tags: tags.map((tag) => ({ ...tag })),
      paths,
      webhooks: Object.fromEntries(webhooks.map((webhook) => [webhook.name, webhookObject(webhook)])),
      components: {
        securitySchemes,
        headers,
        examples: Object.fromEntries([...examples].map(([name, value]) => [name, { value }])),
      },
    },
    { override: withoutNoise, allowEmptySchema: { custom: true } },
  );
}

function withoutNoise({ jsonSchema, io }: { jsonSchema: Record<string, unknown>; io: string }): void {
  // Later versions may add members to answers. Callers must ignore members that they do not know.
  if (io === 'output' && jsonSchema['additionalProperties'] === false)
    delete jsonSchema['additionalProperties'];
  // zod uses this for values that the program does not change, which OpenAPI understands differently.
  delete jsonSchema['readOnly'];
  // zod adds these bounds to every integer. They are JSON's own.
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
}

function operationObject(endpoint: Endpoint, examples: Map<string, unknown>): ZodOpenApiOperationObject {
  const { operationId, tag, summary, parameters = [], query, body, answers, security, errorForm } = endpoint;
  const documented = Object.entries(answers).map(([status, answer]) => [status, answerObject(answer)]);
  const failures = Object.entries(errorAnswers(endpoint)).map(([status, answer]) => [
    status,
    answerObject(answer, { prefix: `${errorForm?.name ?? 'problem'}-${status}`, examples }),
  ]);
  return {
    operationId,
    tags: [tag],
    summary,
    description: descriptionOf(endpoint),
    security: security.map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 && { parameters: parameters.map(parameterSchema) }),
    ...(query && { requestParams: { query } }),
    ...(body && { requestBody: { required: !endpoint.bodyOptional, content: contentObject(body) } }),
    responses: Object.fromEntries([...failures, ...documented]),
  };
}

function webhookObject({ name, tag, description: text, body }: Webhook): ZodOpenApiPathItemObject {
  return {
    post: {
      operationId: name,
      tags: [tag],
      summary: text.replace(/\.$/, ''),
      description: text,
      security: [],
      requestBody: { required: true, content: contentObject(body) },
      responses: {
        '2XX': { description: 'The product has taken the event.' },
        '4XX': { description: 'The product has not taken it.' },
      },
    },
  };
}

/** Adds the required permission to the text, because OpenAPI has a place only for OAuth scopes. */
function descriptionOf({ description, requires }: Endpoint): string {
  if (requires === undefined) return description;
  const scopes = permissions[requires].keyScopes.map((scope) => `\`${scope}\``).join(' or ');
  const ofKey = scopes === '' ? '' : `; a key has it by the scope ${scopes}`;
  return `${description}\n\nRequires the permission \`${requires}\`${ofKey}.`;
}

function parameterSchema({ schema, example, name, in: place, description, required }: Parameter) {
  return (required ? schema : schema.optional()).meta({
    param: { name, in: place, description, ...(example !== undefined && { example }) },
  });
}

/** Collects the examples of errors, which are the same for every endpoint. */
type SharedExamples = { readonly prefix: string; readonly examples: Map<string, unknown> };

function answerObject({ description, content, headers: names = [] }: Answer, shared?: SharedExamples) {
  const all: readonly HeaderName[] = ['X-Request-Id', ...names];
  return {
    description,
    headers: Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    ...(content && { content: contentObject(content, shared) }),
  };
}

function contentObject(
  { schema, examples, mediaType = 'application/json' }: Content,
  shared?: SharedExamples,
) {
  const named = Object.entries(examples).map(([name, value]) => {
    if (shared === undefined) return [name, { value }] as const;
    const sharedName = `${shared.prefix}-${name}`;
    shared.examples.set(sharedName, value);
    return [name, { $ref: `#/components/examples/${sharedName}` }] as const;
  });
  return { [mediaType]: { schema, examples: Object.fromEntries(named) } };
}
