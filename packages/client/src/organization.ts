import {
  OrganizationDocument,
  type OrganizationFieldsFragment,
  ScopesDocument,
  type ScopesQuery,
  UpdateOrganizationDocument,
} from './documents.generated.ts';
import { ConfigurationError } from './errors.ts';
import type { CallOptions, GraphQLCall } from './graphql.ts';

export type Organization = OrganizationFieldsFragment;
export type ScopeDefinition = ScopesQuery['scopes'][number];

/** The current organization. */
export class OrganizationResource {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  async get(options?: CallOptions): Promise<Organization> {
    return inOrganization(await this.#call(OrganizationDocument, {}, options));
  }

  async update(changes: { readonly name: string }, options?: CallOptions): Promise<Organization> {
    return (await this.#call(UpdateOrganizationDocument, { input: changes }, options)).updateOrganization
      .organization;
  }

  /** Lists the scopes that keys can hold. */
  async scopes(options?: CallOptions): Promise<readonly ScopeDefinition[]> {
    return (await this.#call(ScopesDocument, {}, options)).scopes;
  }
}

/** How an organization can be named, for messages and help. */
export const organizationNames = 'org_… or external:…';

/** Refuses an answer without a current organization: the caller has several, or none. */
export function inOrganization<Found>({ organization }: { readonly organization: Found | null }): Found {
  if (organization !== null) return organization;
  throw new ConfigurationError(
    `organization: missing; this credential is of several organizations, or of none: give one of them (${organizationNames}), or set LATCHKEY_ORG_ID`,
  );
}
