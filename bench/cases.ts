import type { Load } from './load-types.ts';
import type { ServerProcess } from './processes.ts';
import type { Servers } from './servers.ts';

/** A case of the bench. */
export type Case = {
  readonly name: string;
  /** The case that it is compared with, by name. */
  readonly comparedWith: string;
  readonly target: Pick<Load, 'urls' | 'headers' | 'bodies' | 'expected'>;
  /** The processes that answer. */
  readonly processes: readonly ServerProcess[];
};

export const echoName = 'Fastify echo';
export const limitedName = 'verify: limited, 10,000 keys';
const betterAuthName = 'Better Auth api-key, limited';
const postgraphileName = 'PostGraphile: 20 keys with creators';

const json = { 'content-type': 'application/json', accept: 'application/json' };

export function makeCases(servers: Servers): Case[] {
  return [...limitCases(servers), ...verifyCases(servers), ...peerCases(servers), ...nodeCases(servers)];
}

/** The limit of a server on this machine: it sends the same bodies back. */
function limitCases({ httpEcho, fastifyEcho, keys }: Servers): Case[] {
  const body = { headers: json, bodies: verifyBodies(keys.limited), expected: 'sk_live_' };
  const echo = (name: string, server: ServerProcess): Case => ({
    name,
    comparedWith: echoName,
    target: { urls: [server.url], ...body },
    processes: [server],
  });
  return [echo(echoName, fastifyEcho), echo('node:http echo', httpEcho)];
}

function verifyCases(servers: Servers): Case[] {
  const { node, keys } = servers;
  const verify = (name: string, tokens: readonly string[], code: string): Case => ({
    name,
    comparedWith: echoName,
    target: verifyTarget(servers, [node], tokens, code),
    processes: [node],
  });
  const unknown = keys.unknown;
  return [
    verify(limitedName, keys.limited, 'VALID'),
    verify('verify: limited, one hot key', keys.limited.slice(0, 1), 'VALID'),
    verify('verify: unlimited, 10,000 keys', keys.unlimited, 'VALID'),
    verify('verify: unknown keys', unknown, 'NOT_FOUND'),
    verify(
      'verify: malformed keys',
      unknown.map((token) => `${token.slice(0, -1)}-`),
      'MALFORMED',
    ),
  ];
}

function peerCases(servers: Servers): Case[] {
  const { betterAuth, postgraphile, postgraphileSignedIn, node, organization } = servers;
  return [
    {
      name: betterAuthName,
      comparedWith: limitedName,
      target: {
        urls: [betterAuth.url],
        headers: json,
        bodies: verifyBodies(betterAuth.keys),
        expected: '"valid":true',
      },
      processes: [betterAuth],
    },
    {
      name: 'GraphQL: 20 keys with creators',
      comparedWith: postgraphileName,
      target: {
        urls: [`${node.url}/graphql`],
        headers: { ...json, authorization: `Bearer ${organization.bearer}` },
        bodies: [JSON.stringify({ query: latchkeyQuery })],
        expected: organization.owner,
      },
      processes: [node],
    },
    {
      name: postgraphileName,
      comparedWith: postgraphileName,
      target: {
        urls: [postgraphile.url],
        headers: json,
        bodies: [
          JSON.stringify({ query: postgraphileQuery, variables: { organization: organization.uuid } }),
        ],
        expected: organization.owner,
      },
      processes: [postgraphile],
    },
    {
      name: 'PostGraphile, session and row-level security: 20 keys with creators',
      comparedWith: postgraphileName,
      target: {
        urls: [postgraphileSignedIn.url],
        headers: { ...json, authorization: `Bearer ${organization.bearer}` },
        bodies: [
          JSON.stringify({ query: postgraphileQuery, variables: { organization: organization.uuid } }),
        ],
        expected: organization.owner,
      },
      processes: [postgraphileSignedIn],
    },
  ];
}

function nodeCases(servers: Servers): Case[] {
  const { node, moreNodes, large, keys } = servers;
  const four = [node, ...moreNodes];
  const cases: Case[] = [
    {
      name: 'verify: limited, four nodes',
      comparedWith: limitedName,
      target: verifyTarget(servers, four, keys.limited, 'VALID'),
      processes: four,
    },
  ];
  if (large === null) return cases;
  const name = `verify: limited, 10,000 keys among ${large.others.toLocaleString('en')}`;
  const target = verifyTarget(servers, [large.node], large.keys, 'VALID');
  return [...cases, { name, comparedWith: limitedName, target, processes: [large.node] }];
}

function verifyTarget(
  { serviceToken }: Servers,
  nodes: readonly ServerProcess[],
  tokens: readonly string[],
  code: string,
): Case['target'] {
  return {
    urls: nodes.map(({ url }) => `${url}/v1/verify`),
    headers: { ...json, authorization: `Bearer ${serviceToken}` },
    bodies: verifyBodies(tokens),
    expected: `"code":"${code}"`,
  };
}

function verifyBodies(tokens: readonly string[]): string[] {
  return tokens.map((key) => JSON.stringify({ key }));
}

const latchkeyQuery = `{
  organization {
    apiKeys(first: 20) {
      edges { node { id name environment scopes createdAt expiresAt createdBy { type id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const postgraphileQuery = `query ($organization: UUID!) {
  allApiKeys(first: 20, orderBy: [ROW_ID_DESC], condition: { organizationId: $organization }) {
    nodes {
      rowId name environment scopes createdAt expiresAt
      memberByCreatedById { rowId userByUserId { name } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;
