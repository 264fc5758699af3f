import { graphql } from '../gql/index.ts';
import { dataOf, memberOf, sendGraphQL } from '../support/graphql.ts';
import { type Service, serviceToken } from './service.ts';

const FirstOrganization = graphql(`
  query FirstOrganization { organizations(first: 1) { edges { node { id } } } }
`);

const CreateKeyForProcess = graphql(`
  mutation CreateKeyForProcess($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyPayload { secret apiKey { id } }
      ... on Error { message }
    }
  }
`);

/** The one organization of a service that was started on an empty directory. */
export async function firstOrganization({ url }: Pick<Service, 'url'>): Promise<string> {
  const answer = await sendGraphQL(url)(FirstOrganization, {}, { bearer: serviceToken });
  const id = dataOf(answer).organizations.edges[0]?.node.id;
  if (id === undefined) throw new Error('There is no organization');
  return id;
}

/** The new key's secret, or null when the limit of active keys is reached. Fails without an answer. */
export async function createKey({ url }: Pick<Service, 'url'>, organization: string): Promise<string | null> {
  const input = { environment: 'TEST', name: 'Server', scopes: ['invoices:read'] } as const;
  const answer = await sendGraphQL(url)(
    CreateKeyForProcess,
    { input },
    { bearer: serviceToken, organization },
  );
  const { createApiKey } = dataOf(answer);
  if (createApiKey.__typename === 'ActiveKeyLimitReached') return null;
  return memberOf(createApiKey, 'CreateApiKeyPayload').secret;
}

/** The code of a verification. */
export async function verifyKey({ url }: Pick<Service, 'url'>, key: string): Promise<string | undefined> {
  const response = await fetch(`${url}/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
    body: JSON.stringify({ key }),
  });
  const answer: { code?: string } = await response.json();
  return answer.code;
}
