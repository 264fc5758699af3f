import {
  CreateServiceTokenDocument,
  type CreateServiceTokenInput,
  type CreateServiceTokenMutation,
  RevokeServiceTokenDocument,
  type ServiceTokenFieldsFragment,
  ServiceTokensDocument,
} from './documents.generated.ts';
import type { CallOptions, GraphQLCall } from './graphql.ts';
import { Listing, type PagingOptions } from './listing.ts';
import { type Result, resultOf } from './result.ts';

export type ServiceToken = ServiceTokenFieldsFragment;
export type NewServiceToken = CreateServiceTokenInput;
export type CreateServiceTokenResult = Result<CreateServiceTokenMutation['createServiceToken']>;

/** The service tokens of the installation, for its operator. */
export class ServiceTokens {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  /** Creates a service token. `token` is shown only now. */
  async create(serviceToken: NewServiceToken, options?: CallOptions): Promise<CreateServiceTokenResult> {
    const variables = { input: serviceToken };
    return resultOf((await this.#call(CreateServiceTokenDocument, variables, options)).createServiceToken);
  }

  list(paging: PagingOptions = {}, options?: CallOptions): Listing<ServiceToken> {
    return new Listing(
      async (page) => (await this.#call(ServiceTokensDocument, page, options)).serviceTokens,
      paging,
    );
  }

  /** Revokes a token permanently. Throws NotFoundError if it does not exist. */
  async revoke(id: string, options?: CallOptions): Promise<ServiceToken> {
    return (await this.#call(RevokeServiceTokenDocument, { input: { id } }, options)).revokeServiceToken
      .serviceToken;
  }
}
