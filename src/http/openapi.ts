import { permissions } from '../permissions.ts';
import type { Answer, Content, Endpoint, Parameter, SecurityScheme, Tag } from './endpoint.ts';
import { errorAnswers } from './openapi-errors.ts';
import { type HeaderName, headers } from './openapi-headers.ts';
import { SchemaCollection } from './openapi-schemas.ts';

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key, a session, a service token, or an access token that a key was exchanged for. Services name the organization with `Latchkey-Organization`.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'latchkey_session',
    description:
      'The dashboard’s session, from pages of this host only. Over TLS the cookie is `__Host-latchkey_session`.',
  },
  basic: { type: 'http', scheme: 'basic', description: 'The id of a key and the key itself.' },
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

/** The document of everything that is served over HTTP besides GraphQL: OpenAPI 3.1. */
export function openApiDocument(endpoints: readonly Endpoint[], tags: readonly Tag[]) {
  const schemas = new SchemaCollection();
  const examples = new Map<string, unknown>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {};
    path[endpoint.method.toLowerCase()] = operationObject(endpoint, { schemas, examples });
    paths[endpoint.path] = path;
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Latchkey', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/', description: 'Where this document comes from.' }],
    tags,
    paths,
    components: {
      schemas: schemas.components(),
      securitySchemes,
      headers,
      examples: Object.fromEntries([...examples].map(([name, value]) => [name, { value }])),
    },
  };
}

/** What the parts of the document share. */
type Shared = {
  readonly schemas: SchemaCollection;
  /** Of errors, which are the same wherever they occur. */
  readonly examples: Map<string, unknown>;
};

function operationObject(endpoint: Endpoint, { schemas, examples }: Shared) {
  const { operationId, tag, summary, parameters = [], body, answers, security } = endpoint;
  const documented = Object.entries(answers).map(([status, answer]) => [
    status,
    answerObject(answer, schemas),
  ]);
  const failures = Object.entries(errorAnswers(endpoint)).map(([status, answer]) => [
    status,
    shareExamples(
      answerObject(answer, schemas),
      `${endpoint.errorForm?.name ?? 'problem'}-${status}`,
      examples,
    ),
  ]);
  return {
    operationId,
    tags: [tag],
    summary,
    description: descriptionOf(endpoint),
    security: security.map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 && { parameters: parameters.map((item) => parameterObject(item, schemas)) }),
    ...(body && {
      requestBody: { required: !endpoint.bodyOptional, content: contentObject(body, schemas, 'input') },
    }),
    responses: Object.fromEntries([...failures, ...documented]),
  };
}

/** Moves an answer's examples to where every operation can refer to them. */
function shareExamples(
  answer: ReturnType<typeof answerObject>,
  prefix: string,
  examples: Shared['examples'],
) {
  const content = Object.entries(answer.content ?? {}).map(([mediaType, { schema, examples: own }]) => {
    const references = Object.entries(own).map(([name, { value }]) => {
      examples.set(`${prefix}-${name}`, value);
      return [name, { $ref: `#/components/examples/${prefix}-${name}` }];
    });
    return [mediaType, { schema, examples: Object.fromEntries(references) }];
  });
  return { ...answer, content: Object.fromEntries(content) };
}

/** The right stands in the text, since OpenAPI knows scopes of OAuth only. */
function descriptionOf({ description, requires }: Endpoint): string {
  if (requires === undefined) return description;
  const scopes = permissions[requires].keyScopes.map((scope) => `\`${scope}\``).join(' or ');
  const ofKey = scopes === '' ? '' : `; a key has it by the scope ${scopes}`;
  return `${description}\n\nRequires the permission \`${requires}\`${ofKey}.`;
}

function parameterObject({ schema, example, ...rest }: Parameter, schemas: SchemaCollection) {
  return {
    ...rest,
    required: rest.required ?? false,
    schema: schemas.add(schema, 'input'),
    ...(example !== undefined && { example }),
  };
}

function answerObject({ description, content, headers: names = [] }: Answer, schemas: SchemaCollection) {
  const all: readonly HeaderName[] = ['X-Request-Id', ...names];
  return {
    description,
    headers: Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    ...(content && { content: contentObject(content, schemas, 'output') }),
  };
}

function contentObject(
  { schema, examples, mediaType = 'application/json' }: Content,
  schemas: SchemaCollection,
  io: 'input' | 'output',
): Record<string, { schema: object; examples: Record<string, { value: unknown }> }> {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
  return { [mediaType]: { schema: schemas.add(schema, io), examples: Object.fromEntries(named) } };
}
